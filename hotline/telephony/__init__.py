"""The carrier: its signature, its API, its XML and its words for what became of a text."""
