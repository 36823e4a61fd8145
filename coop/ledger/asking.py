"""What an address or a form may ask of the ledger: a digest, a size."""

import re

from coop.ledger.rules import DIGEST_LENGTH
from coop.lib.refusals import Refusal
from coop.lib.words import N_

HEX = re.compile(rf"[0-9a-f]{{{2 * DIGEST_LENGTH}}}\Z")
# As long as the largest size that a database can count.
DIGITS = re.compile(r"[0-9]{1,18}\Z")
SEPARATORS = re.compile(r"[\s,.’']")


class NotADigest(Refusal):
    """What is asked for cannot be the number of a leaf."""

    status = 400
    sentence = N_("A commitment has 64 signs, of 0 to 9 and a to f. Copy it whole.")


class NotASize(Refusal):
    """A size is missing, or is no number."""

    status = 400
    sentence = N_("Give `from` and `to` as whole numbers of leaves.")


def digest_of(text: str) -> bytes:
    """The digest that a person copied: spaces and capitals do not matter."""
    signs = "".join(text.split()).lower()
    if not HEX.match(signs):
        raise NotADigest
    return bytes.fromhex(signs)


def position_of(text: str) -> int | None:
    """A leaf's own number, as a page shows it (“1,234”); None for what is none, or too long."""
    digits = SEPARATORS.sub("", text)
    return int(digits) if DIGITS.match(digits) else None


def size_of(text: str) -> int:
    """A number of leaves."""
    if not DIGITS.match(text):
        raise NotASize
    return int(text)
