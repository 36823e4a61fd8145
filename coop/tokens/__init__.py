"""One-time anonymous tokens (RFC 9474): scopes, their keys, verifying, spending. It knows nobody.

Promises: a scope's key is in the ledger before the first token; the private key is kept encrypted,
never backed up, and destroyed when issuing ends; a token counts once and tells nothing of whose.
"""
