"""Rooms: members talk together, each under a name that holds for one room and one month.

Promises: a seat in a room is a token's key and never an account; the hour of a line is kept until
the night after, and the line as many days as the room says; what was acknowledged is not lost.
"""
