"""The catalogue of platforms: their slugs, their other names, the work they give.

Knows nobody: a platform typed by a worker becomes an alias only by an organizer's hand.
"""
