"""The verbs of the core, each against a real database."""
