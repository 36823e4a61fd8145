"""Uploads read as they arrive: nothing is spooled to a disk, and nothing is kept.

Werkzeug's own form parser writes a larger file to a temporary one; a work history must never
touch a disk, so its multipart decoder is fed here chunk by chunk.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from coop.lib.refusals import Refusal
from coop.lib.words import N_

T = TypeVar("T")
CHUNK = 64 * 1024
MEGABYTE = 1024 * 1024
FIELD_MAX = 4 * 1024
# The boundaries and headers around the file, which also count into the length sent.
AROUND = 16 * 1024


class NoFile(Refusal):
    """The form came without its file."""

    status = 422
    sentence = N_("No file was chosen. Choose the file that the platform or the tool gave you.")


class TooLarge(Refusal):
    """The file is larger than the co-operative reads."""

    status = 413
    sentence = N_(
        "This file is too large: at most %(megabytes)s MB can be read here. "
        "Export a shorter period and try again."
    )


class BrokenOff(Refusal):
    """The upload stopped before its end."""

    status = 400
    sentence = N_("The file did not arrive whole. Nothing was kept. Try again.")


Reader = Callable[[Iterator[bytes], dict[str, str]], T]


def read_upload(name: str, reader: Reader[T], *, most: int) -> T:
    """Hand the file's bytes to `reader` as they arrive; return what it makes of them.

    `reader` gets an iterator of chunks and the form's other fields, of which all are known once
    the chunks are exhausted. Raises TooLarge, NoFile or BrokenOff.
    """
    if request.content_length is not None and request.content_length > most + AROUND:
        raise TooLarge(megabytes=most // MEGABYTE)
    request.max_content_length = most + AROUND
    boundary = request.mimetype_params.get("boundary", "")
    if request.mimetype != "multipart/form-data" or not boundary:
        raise NoFile
    fields: dict[str, str] = {}
    events = multipart_events(MultipartDecoder(boundary.encode(), max_form_memory_size=None))
    try:
        for event in _until_file(events, name, fields):
            if isinstance(event, File):
                return reader(_chunks(events, fields), fields)
    except Refusal:
        _drain()
        raise
    except RequestEntityTooLarge as error:
        raise TooLarge(megabytes=most // MEGABYTE) from error
    raise NoFile


def multipart_events(decoder: MultipartDecoder) -> Iterator[Event]:
    """What a form holds, part by part, as it arrives; raises BrokenOff where it ends too soon."""
    while True:
        try:
            event = decoder.next_event()
            if isinstance(event, NeedData):
                data = request.stream.read(CHUNK)
                decoder.receive_data(data or None)
                continue
        except RequestEntityTooLarge:
            raise
        except (ValueError, OSError) as error:
            raise BrokenOff from error
        yield event
        if isinstance(event, Epilogue):
            return


def _until_file(events: Iterator[Event], name: str, fields: dict[str, str]) -> Iterator[Event]:
    for event in events:
        if isinstance(event, File) and event.name == name and event.filename:
            yield event
            return
        if isinstance(event, Field):
            fields[event.name] = _text(events)


def _chunks(events: Iterator[Event], fields: dict[str, str]) -> Iterator[bytes]:
    for event in events:
        if isinstance(event, Data):
            if event.data:
                yield bytes(event.data)
            if not event.more_data:
                break
    # The other fields may stand behind the file: they are known when the chunks end.
    for event in events:
        if isinstance(event, Field):
            fields[event.name] = _text(events)


def _drain() -> None:
    """Let the rest of a refused file arrive and drop it, up to the limit.

    A browser that is still sending when the answer comes shows a broken connection instead.
    """
    try:
        while request.stream.read(CHUNK):
            pass
    except (RequestEntityTooLarge, OSError, ValueError):
        return


def _text(events: Iterator[Event]) -> str:
    text = b""
    for event in events:
        if isinstance(event, Data):
            text = (text + event.data)[:FIELD_MAX]
            if not event.more_data:
                break
    return text.decode("utf-8", "replace")
