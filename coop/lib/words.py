"""Marks sentences for translation where the reader's language is not yet known."""


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for a deferred message
    """Return the sentence unchanged; extraction finds it, the page translates it."""
    return sentence
