"""What the carrier calls. Each webhook verifies, takes the event once, acts, and answers; the rules live elsewhere."""
