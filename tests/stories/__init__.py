"""Whole conversations with every process running: text in, volunteer says yes, resident told."""
