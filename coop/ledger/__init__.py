"""The tamper-evident log (RFC 9162): leaves, signed heads, proofs. It knows nobody.

Promises: what stands in it is never rewritten unseen; what workers cause is appended once a day,
sorted by hash, so that a place in it is no clock.
"""
