"""The file of a record, as a value: what kind it is by its own bytes, and a name that is safe.

Neither its name nor the type that a browser claims is believed. Everybody downloads it later, so
what a browser could run as a page (HTML, SVG) is none of the kinds.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from unicodedata import normalize

from coop.lib.plaintext import plain
from coop.lib.refusals import Refusal
from coop.lib.words import N_

KindCode = Literal["pdf", "png", "jpeg", "text"]
MEGABYTE = 1024 * 1024
FILE_MAX = 5 * MEGABYTE
# In bytes of UTF-8, the ending included: file systems hold 255.
FILE_NAME_MAX = 120


class FileEmpty(Refusal):
    """The file has no bytes."""

    status = 422
    sentence = N_("This file is empty.")


class FileTooLarge(Refusal):
    """The file has more bytes than a record may hold."""

    status = 413
    sentence = N_("This file is too large: at most %(megabytes)s MB.")


class FileOfAnotherKind(Refusal):
    """By its bytes the file is none of the kinds."""

    status = 415
    sentence = N_(
        "This is not a PDF, a PNG, a JPEG or plain text in UTF-8, whatever its name says. "
        "Export a document as PDF and choose that."
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its name, the type it is served as, the endings its name may have."""

    name: str
    type: str
    endings: tuple[str, ...]


KINDS: Mapping[KindCode, Kind] = {
    "pdf": Kind(N_("PDF"), "application/pdf", (".pdf",)),
    "png": Kind(N_("PNG picture"), "image/png", (".png",)),
    "jpeg": Kind(N_("JPEG picture"), "image/jpeg", (".jpg", ".jpeg")),
    "text": Kind(N_("plain text"), "text/plain; charset=utf-8", (".txt",)),
}
SIGNATURES: Mapping[KindCode, bytes] = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpeg": b"\xff\xd8\xff",
}
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BEFORE_TEXT = b"\xef\xbb\xbf \t\r\n\x0c"
# What Windows forbids in a name, and the sign by which addresses are written.
_NO_NAME = re.compile(r'[<>:"|?*%]')


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a record; `digest` is SHA-256, 32 bytes.

    Two are the same by what describes them; `content` is empty where only that was read.
    """

    name: str
    code: KindCode
    size: int
    digest: bytes
    content: bytes = field(default=b"", compare=False, repr=False)

    @property
    def kind(self) -> Kind:
        """What its bytes are."""
        return KINDS[self.code]


def attachment(name: str, content: bytes) -> Attachment:
    """The file as it is kept; raises FileEmpty, FileTooLarge or FileOfAnotherKind."""
    if not content:
        raise FileEmpty
    if len(content) > FILE_MAX:
        raise too_large()
    code = kind_of(content)
    digest = hashlib.sha256(content).digest()
    return Attachment(safe_name(name, KINDS[code]), code, len(content), digest, content)


def too_large() -> FileTooLarge:
    """The refusal of a file beyond the bound."""
    return FileTooLarge(megabytes=FILE_MAX // MEGABYTE)


def kind_of(content: bytes) -> KindCode:
    """The kind by the first bytes, plain text by all of them; raises FileOfAnotherKind."""
    for code, signature in SIGNATURES.items():
        if content.startswith(signature):
            return code
    if _is_text(content):
        return "text"
    raise FileOfAnotherKind


def safe_name(sent: str, kind: Kind) -> str:
    """The sent name without folders and odd signs, and with an ending that says the kind."""
    last = re.split(r"[/\\]", normalize("NFC", sent))[-1]
    bare = _NO_NAME.sub("_", " ".join(plain(last).split()))
    ending = next((each for each in kind.endings if bare.lower().endswith(each)), None)
    stem = bare[: -len(ending)] if ending else bare
    ending = ending or kind.endings[0]
    room = FILE_NAME_MAX - len(ending)
    stem = stem.strip(". ").encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{stem or 'file'}{ending}"


def _is_text(content: bytes) -> bool:
    """Whether it is UTF-8 without control signs, and does not begin as a page would."""
    if _NO_TEXT.search(content) or content.lstrip(_BEFORE_TEXT).startswith(b"<"):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
