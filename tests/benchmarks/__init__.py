"""Measurements, run by hand; each file's docstring holds its command."""
