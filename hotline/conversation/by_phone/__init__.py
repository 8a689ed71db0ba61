"""The conversation by phone: what the keypad and the voice add to it.

`keypad` is the pure step, with `menu` and `news`; `calling` carries it out in a call. All rules about requests, offers
and visits are those of the texts.
"""
