"""A form with one file among its fields, read in memory: nothing of it is spooled to a disk.

What is refused comes back to the page with all that was typed, so a file that is too large is
read to its end and dropped on the way.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Event, Field, File, MultipartDecoder

from coop.web.uploads import AROUND, BrokenOff, multipart_events

FIELDS_MAX = 256 * 1024
MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent; where it was larger than was asked for, `content` is its start."""

    name: str
    content: bytes
    is_whole: bool


def read_form(name: str, *, most: int, bound: int) -> tuple[MultiDict[str, str], SentFile | None]:
    """The fields of this request's form, and its file `name`, if one was chosen.

    `most` bytes of the file are kept; a body beyond `bound` is refused unread (413), and so are
    fields beyond FIELDS_MAX together. Raises BrokenOff where the form did not arrive whole.
    """
    if request.mimetype != "multipart/form-data":
        return request.form, None
    boundary = request.mimetype_params.get("boundary", "")
    if not boundary:
        raise BrokenOff
    request.max_content_length = bound + AROUND
    decoder = MultipartDecoder(
        boundary.encode(), max_form_memory_size=FIELDS_MAX, max_parts=MOST_PARTS
    )
    return _read(multipart_events(decoder), name, most)


def _read(
    events: Iterator[Event], name: str, most: int
) -> tuple[MultiDict[str, str], SentFile | None]:
    fields: MultiDict[str, str] = MultiDict()
    file: SentFile | None = None
    left = FIELDS_MAX
    for event in events:
        if isinstance(event, Field):
            content, is_whole = _content(events, left)
            if not is_whole:
                raise RequestEntityTooLarge
            left -= len(content)
            fields.add(event.name, content.decode("utf-8", "replace"))
        elif isinstance(event, File) and event.name == name and event.filename and file is None:
            file = SentFile(event.filename, *_content(events, most))
    return fields, file


def _content(events: Iterator[Event], most: int) -> tuple[bytes, bool]:
    """The content of the part that has begun, `most` bytes of it at most; whether that is all."""
    kept = bytearray()
    size = 0
    for event in events:
        if not isinstance(event, Data):
            break
        size += len(event.data)
        kept += event.data[: most - len(kept)]
        if not event.more_data:
            break
    return bytes(kept), size <= most
