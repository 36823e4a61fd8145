"""A wallet without a browser: draws a member's tokens and spends them, as the pages do.

`python -m coop.tokens.client --help`. Tests, the demonstration and outsiders play members with
it. It trusts the house with nothing: a key that is not in the ledger is not used.
"""
