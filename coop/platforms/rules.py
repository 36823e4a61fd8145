"""What a platform may be called, and when two names are the same."""

import re
import unicodedata
from dataclasses import dataclass

from coop.lib.refusals import Refusal
from coop.lib.words import N_

NAME_MAX = 120
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")

KINDS_OF_WORK = {
    "labelling": N_("Labelling and data work"),
    "moderation": N_("Content moderation"),
    "surveys": N_("Surveys and studies"),
    "search_evaluation": N_("Search and answer evaluation"),
    "microtasks": N_("Small tasks of all kinds"),
    "transcription": N_("Transcription and recording"),
    "delivery_driving": N_("Delivery and driving"),
}


class NameTaken(Refusal):
    """Another platform has this name, slug or alias."""

    status = 409
    sentence = N_("“%(name)s” already stands in the catalogue.")


class NameUnusable(Refusal):
    """A name from which no address can be made."""

    status = 422
    sentence = N_("This name has no letter or digit from which an address could be made.")


@dataclass(frozen=True, slots=True)
class NewPlatform:
    """What an organizer says of a platform to be added."""

    name: str
    kind_of_work: str
    countries: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def key(name: str) -> str:
    """The form under which names are compared: no accents, capitals, signs or double spaces."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.split())[:NAME_MAX]


def slug(name: str) -> str:
    """The name as it stands in an address; raises NameUnusable where nothing is left of it."""
    made = "-".join(re.findall(r"[a-z0-9]+", key(name)))[:60].strip("-")
    if not made:
        raise NameUnusable
    return made
