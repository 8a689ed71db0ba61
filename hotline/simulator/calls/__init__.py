"""Calls at the stand-in: reading the application's voice TwiML strictly, and walking it verb by verb.

The walk is pure: it takes a call as it stands, something that happened and the time, and returns what follows from it.
Posts, timers and rows are the switchboard's.
"""
