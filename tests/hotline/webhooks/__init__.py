"""What the carrier calls, through the application."""
