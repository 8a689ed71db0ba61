"""The carrier's signature, API and words."""
