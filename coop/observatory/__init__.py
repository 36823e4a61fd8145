"""The front of the house: the first page, what is kept, and later the public figures.

Shows published figures only, never a report; there are none yet, and the pages say so.
"""
