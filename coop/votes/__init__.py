"""The ballot box: cast, board, tally, recount.

Promises: one member, one ballot, signed by its own key; nobody can tie it to a member, and anyone
can recount the board.
"""
