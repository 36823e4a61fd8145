"""What a petition says, as a value: its fields word for word, their bounds and their digest.

The digest of a text is what the author's key signs (`tokens.rules.fields_digest`), what the
ledger's leaf holds and what the vote is about: one number from the phone to the ballot box.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from coop.ledger.rules import Leaf
from coop.lib.plaintext import plain
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.tokens.rules import fields_digest

TITLE_MAX, DEMAND_MAX, TEXT_MAX, ADDRESSEE_MAX = 120, 600, 8_000, 200
NAME_MAX = 120
COMMENT_MAX, REASON_MAX = 2_000, 600
MOST_EVIDENCE = 10


class TextAltered(Refusal):
    """What arrived is not what the key signed."""

    status = 409
    sentence = N_(
        "The text that arrived is not the one that your phone signed. "
        "Go back to the check page and send it again."
    )


class NothingChanged(Refusal):
    """The new text is the text that stands."""

    status = 422
    sentence = N_("This is word for word the text that stands. Change something first.")


@dataclass(frozen=True, slots=True)
class Text:
    """A petition's text; `evidence` holds the codes of cited figures, with a space between."""

    title: str
    demand: str
    text: str
    addressee: str
    language: str
    platform: str = ""
    client: str = ""
    evidence: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The fields as they are sent, signed and hashed."""
        return asdict(self)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical fields, in hexadecimal."""
        return fields_digest(self.fields)

    @property
    def cited(self) -> tuple[str, ...]:
        """The codes of the figures that it rests on."""
        return tuple(self.evidence.split())


FIELDS = tuple(field.name for field in fields(Text))


def tidy(said: Mapping[str, str]) -> dict[str, str]:
    """Each field as it is signed: bare newlines, no control signs, nothing around it.

    A control sign has no place in XML: one title would break the feed for everybody.
    """
    return {name: plain(value).strip() for name, value in said.items()}


def amended(text: Text, said: Mapping[str, str]) -> Text:
    """The text with another wording; raises NothingChanged where it is the same."""
    new = replace(text, **said)
    if new == text:
        raise NothingChanged
    return new


def check_signed(fields: Mapping[str, str], signed: Any) -> None:
    """Raise TextAltered unless these fields are what the act signed."""
    if fields_digest(fields) != signed:
        raise TextAltered


def seq_of(fields: Mapping[str, str]) -> int:
    """The number under which one key says these words: the same words are the same act."""
    return int(fields_digest(fields)[:8], 16) & 0x7FFFFFFF


def version_leaf(code: str, number: int, digest: str, act: Mapping[str, Any], salt: bytes) -> Leaf:
    """The ledger's leaf of a version: the digest of its text and the act that made it.

    The words are not in it, so that a petition can be withdrawn and its words be gone.
    """
    content = {"petition": code, "version": number, "text": digest, "act": dict(act)}
    return Leaf("petition", content, salt)


def record_leaf(
    code: str, state: str, said: Mapping[str, str], file: bytes | None, salt: bytes
) -> Leaf:
    """The ledger's leaf of what organizers recorded: the digest of the words, and of the file.

    Neither words nor file are in it: a slip can be taken back the same day.
    """
    sha256 = file.hex() if file else None
    content = {"petition": code, "state": state, "said": fields_digest(said), "file": sha256}
    return Leaf("record", content, salt)


def taken_back_leaf(code: str, state: str, record: bytes, salt: bytes) -> Leaf:
    """The ledger's leaf of a record that was taken back; `record` is the digest of its leaf."""
    return Leaf("taken_back", {"petition": code, "state": state, "record": record.hex()}, salt)
