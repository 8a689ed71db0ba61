"""Review by native readers."""
