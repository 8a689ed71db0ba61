"""Calls: what is said, and how it is said."""
