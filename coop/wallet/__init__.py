"""Hands a member blind-signed tokens, once for each scope and slot; the only bridge, a blind one.

Promises: the same blinded message gets the same answer and another one none; nothing is kept from
which a token could be found; drawing tells nothing about using.
"""
