"""What is talked about: a pure step from what was open, known and heard to what is open, replies and effects.

`engine.step` knows no database, no carrier and no language; `listening` gives it the facts and lets `effects` carry out
what it decided. The keypad will use the same step.
"""
