"""Native readers check the drafts: the sheet they fill in, taking it back, and where languages stand."""
