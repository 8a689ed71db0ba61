"""Recordings of what the phone says."""
