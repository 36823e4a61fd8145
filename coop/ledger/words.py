"""Public leaves in words: what each kind is, said with what its text names."""

import json
from dataclasses import dataclass

from flask_babel import gettext as _

from coop.ledger.models import StoredLeaf
from coop.lib.words import N_

# Kinds that nobody has put into words yet are shown by their own name.
KINDS = {
    "scope": N_("Key for one-time rights: %(scope)s"),
    "petition": N_("Text of petition %(petition)s, version %(version)s"),
    "evidence": N_("What petition %(petition)s cites"),
    "record": N_("What became of petition %(petition)s"),
    "taken_back": N_("Taken back the same day: what had become of petition %(petition)s"),
    "result": N_("Result of the vote: %(scope)s"),
    "key": N_("A key of this house: %(purpose)s"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A public leaf as the page lists it."""

    position: int
    digest: str
    title: str
    text: str


def shown(leaf: StoredLeaf) -> Shown:
    """A public leaf in words, with the very text that its digest is made of."""
    text, kind = leaf.text or "{}", leaf.kind or ""
    content = json.loads(text).get("content", {})
    try:
        title = _(KINDS[kind], **content)
    except KeyError:
        title = kind
    return Shown(leaf.position, leaf.digest.hex(), title, text)
