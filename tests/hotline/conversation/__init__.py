"""Conversations: the pure step with values, and one text from end to end with a database."""
