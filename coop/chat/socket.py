"""The namespace `/rooms`: who may sit down, and the events of those who sit; it trusts nothing.

A client can name any event, `connect` too: what is no handshake goes by the table in asking.py.
"""

import time
from collections.abc import Callable, Hashable
from datetime import date
from math import ceil
from typing import Any

import gevent
import socketio
from flask import Flask
from socketio.exceptions import ConnectionRefusedError

from coop.chat import asking, pacing
from coop.chat.asking import NotUnderstood, TooFast, TooManyConnections
from coop.chat.delivery import Delivery, Rung
from coop.chat.fanout import FanoutManager
from coop.chat.log import Log
from coop.chat.mutes import Mutes
from coop.chat.refusals import MonthOver
from coop.chat.rules import Line, Seat, draft, line_number, said_text
from coop.chat.sending import as_json, first_of, last_of
from coop.chat.service import TAKE_BACK
from coop.chat.sittings import Door, Sitting, Sittings
from coop.chat.traces import traces
from coop.chat.wording import Wording
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.tokens.acts import read_act
from coop.tokens.periods import month
from coop.web.log import fault

NAMESPACE = "/rooms"
Answer = dict[str, Any]

# How fast a seat may come in, look back and search.
COMING = pacing.Rate(10, 0.2)
READING = pacing.Rate(20, 2)
SEARCHING = pacing.Rate(6, 0.5)
# What a seat may do once its month is over: see its own lines, and take them back.
LEAVING = frozenset({"before", "remove"})
# How many seats of the month that ended are let go at each sweep: not all come back at once.
LET_GO = 25
# Seconds between two sweeps of connections without a seat.
SWEEP = 2.0
BROKEN = N_("Something broke on our side; it is noted, without anything you wrote.")


class RoomsNamespace(socketio.Namespace):
    """All rooms, over one Socket.IO namespace."""

    def __init__(self, namespace: str, app: Flask) -> None:
        super().__init__(namespace)
        self._wording = Wording(app)
        self._log = Log(app)
        self.sittings = Sittings()
        self.delivery = Delivery(self._log, namespace, self.sittings.count)
        self._door = Door()
        self._mutes = Mutes(self._log, self.sittings, self._tell_muted)
        self._works: list[Any] = []
        self._paces = {
            "say": pacing.Buckets(pacing.SEAT),
            "edit": pacing.Buckets(pacing.SEAT),
            "remove": pacing.Buckets(pacing.SEAT),
            "typing": pacing.Buckets(pacing.TYPING),
            "flag": pacing.Buckets(pacing.FLAGS),
            "since": pacing.Buckets(READING),
            "before": pacing.Buckets(READING),
            "search": pacing.Buckets(SEARCHING),
            "connect": pacing.Buckets(COMING),
        }
        self._room_pace = pacing.Buckets(pacing.ROOM)
        self._events: dict[str, Callable[[Sitting, Answer], Answer]] = {
            "say": self._say,
            "edit": self._edit,
            "remove": self._remove,
            "flag": self._flag,
            "since": self._since,
            "before": self._before,
            "search": self._search,
            "typing": self._typing,
        }

    def listen(self, manager: FanoutManager) -> None:
        """Tell by this manager, and welcome whom it has let in."""
        manager.on_connected = self._welcome
        self.delivery.listen(manager)

    def start(self) -> None:
        """Begin what runs beside the events, once, in the process that serves."""
        if not self._works:
            self._works = [gevent.spawn(self._sweep), gevent.spawn(self._mutes.look_on)]

    def stop(self) -> None:
        """End what runs beside the events."""
        self.delivery.stop()
        for work in self._works:
            work.kill(block=False)

    def trigger_event(self, event: Any, *args: Any) -> Any:
        """Answer a handshake, an ending, or whatever a client sent under any name."""
        sid, rest = args[0], args[1:]
        if not self.server.manager.is_connected(sid, self.namespace):
            # Only the library speaks of those who are not in yet, or no longer.
            if event == "connect":
                return self._come(sid, *rest[1:])
            return self.sittings.drop(sid)
        sitting = self.sittings.get(sid)
        if sitting is None:
            return None
        try:
            fields = asking.asked(event, rest)
            self._wait(self._paces[event], sitting.seat.key)
            self._check_month(sitting, event)
            return self._events[event](sitting, fields)
        except Refusal as refusal:
            return self._wording.refused(refusal, sitting.language)
        except Exception as error:
            fault(error)
            sentence = self._wording.say(BROKEN, sitting.language)
            return {"error": {"reason": "Fault", "sentence": sentence}}

    # Coming and going

    def _come(self, sid: str, auth: Any = None) -> None:
        """Let a seat in, or refuse it before it can send any event."""
        connection = self.server.manager.eio_sid_from_sid(sid, self.namespace)
        language = self._wording.language(auth.get("language") if isinstance(auth, dict) else None)
        try:
            self._door.ask_once(connection)
            if not isinstance(auth, dict) or not set(auth) <= {"act", "language"}:
                raise NotUnderstood
            act = read_act(auth.get("act"))
            is_leaving = act.body.get("act") == TAKE_BACK
            sit = self._log.seat_before if is_leaving else self._log.sit
            seat = sit(act, connection)
            if self.sittings.is_full(seat):
                raise TooManyConnections
            self._wait(self._paces["connect"], seat.key)
            if not is_leaving:
                self.delivery.channel(seat.slug)
            self.sittings.add(Sitting(sid, connection, seat, language, is_leaving))
        except Refusal as refusal:
            self._door.turn_away(connection)
            error = self._wording.refused(refusal, language)["error"]
            raise ConnectionRefusedError(error["sentence"], error) from refusal
        except Exception as error:
            fault(error)
            self._door.turn_away(connection)
            raise ConnectionRefusedError(self._wording.say(BROKEN, language)) from error

    def _welcome(self, sid: str) -> None:
        """Show the room to whom the library has let in, and let them listen from there on.

        Nothing here waits, so no line falls between what is shown and what is told.
        """
        sitting = self.sittings.get(sid)
        if sitting is None:
            return
        seat = sitting.seat
        if sitting.is_leaving:
            name = {"pseudonym": seat.pseudonym, "colour": seat.colour, "more": True}
            self.server.manager.tell([("welcome", name)], self.namespace, sid)
            return
        channel = self.delivery.channel(seat.slug)
        self.server.manager.enter_room(sid, self.namespace, seat.slug)
        lines, has_older = channel.history()
        shown = {
            "pseudonym": seat.pseudonym,
            "colour": seat.colour,
            "room": self.delivery.state(seat.slug),
            "history": as_json(lines),
            "head": channel.head,
            "first": channel.first,
            "more": has_older,
            "muted_until": _as_json(self.sittings.muted_until(seat.key)),
            "count": self.delivery.count(seat.slug),
        }
        self.server.manager.tell([("welcome", shown)], self.namespace, sid)

    def _tell_muted(self, sid: str, until: date | None) -> None:
        told = {"until": _as_json(until)}
        self.server.manager.tell([("muted", told)], self.namespace, sid)

    def _sweep(self) -> None:
        while True:
            gevent.sleep(SWEEP)
            try:
                sessions, seated = self.server.eio.sockets, self.sittings.connections()
                self._door.sweep(sessions, seated, at=time.monotonic())
                for connection in self.sittings.over(month(self._log.day()).name)[:LET_GO]:
                    if connection in sessions:
                        sessions[connection].close(wait=False)
            except Exception as error:
                fault(error)

    # Events: each answers what the browser's acknowledgement is told

    def _say(self, sitting: Sitting, fields: Answer) -> Answer:
        client_id, language = asking.client_id(fields["client_id"]), fields.get("lang")
        said = draft(
            sitting.seat,
            client_id=client_id,
            text=fields["text"],
            language=sitting.language if language is None else language,
            quoted=fields.get("quote"),
            warning=fields.get("warning"),
        )
        texts = {"text": said.text, "warning": said.warning or ""}
        if found := self._traces(fields, texts, sitting):
            return found
        self._wait(self._room_pace, sitting.seat.slug)
        line = self.delivery.say(sitting.seat.slug, said).line
        return {"id": line.number, "change": line.change}

    def _edit(self, sitting: Sitting, fields: Answer) -> Answer:
        number, text = line_number(fields["id"]), said_text(fields["text"])
        if found := self._traces(fields, {"text": text}, sitting):
            return found
        return self._changed(self._log.edit(sitting.seat, number, text), sitting)

    def _remove(self, sitting: Sitting, fields: Answer) -> Answer:
        number = line_number(fields["id"])
        return self._changed(self._log.remove(sitting.seat, number), sitting)

    def _flag(self, sitting: Sitting, fields: Answer) -> Answer:
        self._log.flag(sitting.seat, line_number(fields["id"]), fields["reason"])
        return {"flagged": True}

    def _since(self, sitting: Sitting, fields: Answer) -> Answer:
        change, channel = line_number(fields["id"]), self.delivery.channel(sitting.seat.slug)
        lines, has_more = channel.missed(change), False
        if lines is None:
            lines, has_more = self._log.tail(sitting.seat.slug, change)
        page = first_of(lines)
        head = page[-1].change if page else change
        return {"messages": as_json(page), "head": head, "more": has_more or page != lines}

    def _before(self, sitting: Sitting, fields: Answer) -> Answer:
        number = line_number(fields["id"])
        if sitting.is_leaving:
            found = self._log.said_by(sitting.seat, number)
        else:
            found = self._log.before(sitting.seat.slug, number)
        page = last_of(found.lines)
        return {"messages": as_json(page), "more": found.more or page != found.lines}

    def _search(self, sitting: Sitting, fields: Answer) -> Answer:
        before = fields.get("before")
        number = None if before is None else line_number(before)
        page = self._log.search(sitting.seat.slug, asking.words(fields["words"]), number)
        lines = first_of(page.lines)
        is_cut = lines != page.lines
        after = lines[-1].number if is_cut else page.next
        return {"messages": as_json(lines), "more": page.more or is_cut, "next": after}

    def _typing(self, sitting: Sitting, _fields: Answer) -> Answer:
        seat = sitting.seat
        if not self._may_speak(seat):
            return {}  # said to nobody, and no fault: the page may not know it yet
        told = {"pseudonym": seat.pseudonym}
        self.delivery.ring(("typing", seat.key), Rung("typing", told, self.namespace, seat.slug))
        return {}

    # What they share

    def _check_month(self, sitting: Sitting, event: str) -> None:
        """Raise MonthOver for what a seat may do in its own month only."""
        if sitting.is_leaving:
            is_over = event not in LEAVING
        else:
            is_over = event != "remove" and sitting.seat.month != month(self._log.day()).name
        if is_over:
            raise MonthOver

    def _may_speak(self, seat: Seat) -> bool:
        """Whether anything that a seat says now would be taken, as far as is known here."""
        room = self.delivery.channel(seat.slug).room
        is_muted = self.sittings.muted_until(seat.key) is not None
        return room is not None and room.is_open and not is_muted

    def _changed(self, line: Line, sitting: Sitting) -> Answer:
        self.delivery.touch(sitting.seat.slug, line.change)
        return {"id": line.number, "change": line.change}

    def _traces(self, fields: Answer, texts: dict[str, str], sitting: Sitting) -> Answer | None:
        """What could identify the author, unless they said that they have seen it."""
        if asking.is_sure(fields):
            return None
        slug, language = sitting.seat.slug, sitting.language
        found = [
            {
                "kind": each.kind,
                "text": each.found,
                "sentence": self._wording.say(each.sentence, language),
            }
            for each in traces(texts, lambda among: self._log.names(slug, among))
        ]
        return {"traces": found} if found else None

    def _wait(self, buckets: pacing.Buckets, key: Hashable) -> None:
        """Raise TooFast where a bucket is empty."""
        if seconds := buckets.take(key, at=time.monotonic()):
            raise TooFast(ceil(seconds))


def _as_json(day: date | None) -> str | None:
    return day.isoformat() if day else None
