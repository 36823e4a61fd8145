"""The organizers' pages: what reports add up to, one report, the names of platforms.

Promises: who opens or exports reports is written down first; a client is a filter only where
five reports name it; an export withholds every cell under five, and is not for publication.
"""
