"""Petitions: their text, seconding, debate, the opening and closing of a vote, what came of it.

Promises: the author is a token's key and never an account; each state says whose turn it is, until
when, and what happens next.
"""
