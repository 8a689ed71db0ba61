"""Calls, step by step: what is said, what is then listened for, and how that reads in the carrier's XML.

The conversation itself is the one that texts have (`hotline.conversation`); here it gets a voice.
"""
