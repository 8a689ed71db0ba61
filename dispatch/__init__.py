"""What is true when nobody is looking: requests, volunteers, offers, who is asked next.

This package knows no Flask, no Twilio, no Babel and no language. `hotline` imports it, never the other way.
"""
