"""Seats: joining, signing in, roles, and the log of what organizers read.

Promises: no e-mail and no name; a phrase is kept only as a keyed hash of Argon2id; nothing
here is known to what workers say in `voice`.
"""
