"""A stand-in for the carrier that speaks the carrier's own HTTP in both directions.

The application does not know that it is there: it is reached at TWILIO_API_URL like the real one, and its webhooks are
signed like the real ones. Only fiction numbers live in it, and nothing in it ever reaches a real telephone.
"""

ACCOUNT_SID = "AC51e0a7c0de51e0a7c0de51e0a7c0de51"
AUTH_TOKEN = "7e1ef0e07e1ef0e07e1ef0e07e1ef0e0"  # noqa: S105 - opens nothing but the stand-in
LINE_NUMBER = "+46701740699"
"""The line's own number: from the fiction series, and never a handset."""
