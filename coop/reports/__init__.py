"""Grievances: intake, the receipt, what follows, and the import of a worker's own history.

Promises: no account, no address, no day and no hour; a receipt lets its holder, and nobody
else, come back; what is withdrawn is gone.
"""
