"""Native readers check what a machine drafted: the sheet they fill in, taking it back, and where languages stand."""
