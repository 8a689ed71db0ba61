"""The sentences of the phone as recordings: which pieces a language needs, which there are, and how they are made."""
