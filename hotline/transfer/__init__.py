"""Files in and out: import of organisations and volunteers, and export of what the database holds."""
