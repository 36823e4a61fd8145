"""Moderation: why something may be flagged or hidden. The queue and its acts come later.

Promises: the reasons are a fixed list, and displeasing a platform is none of them.
"""
