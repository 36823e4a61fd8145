"""A petition in the reader's words: its state, whose turn it is, what comes next and by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from coop.lib.words import N_
from coop.petitions.figures import Figure
from coop.petitions.models import Petition, Record
from coop.petitions.rules import (
    TURNS,
    Place,
    State,
    Stop,
    is_over,
    is_still,
    path,
)
from coop.web.formats import day

STATES: Mapping[State, str] = {
    "draft": N_("Written"),
    "seconding": N_("To be seconded"),
    "debated": N_("In debate"),
    "voting": N_("Vote open"),
    "adopted": N_("Adopted"),
    "delivered": N_("Delivered"),
    "answered": N_("Answered"),
    "kept": N_("Promise kept"),
    "broken": N_("Promise broken"),
    "rejected": N_("Not adopted"),
    "lapsed": N_("Lapsed"),
    "withdrawn": N_("Withdrawn by its author"),
}
# The stops of the path, by the state in which each is under way.
STOPS: Mapping[State, str] = {
    "draft": N_("Written"),
    "seconding": N_("Seconding"),
    "debated": N_("Debate"),
    "voting": N_("Vote"),
    "adopted": N_("Delivery"),
    "delivered": N_("Answer"),
    "answered": N_("Promise"),
}
PLACES: Mapping[Place, str] = {
    "done": N_("done"),
    "now": N_("now"),
    "to_come": N_("to come"),
    "ended": N_("here it ended"),
}
OWNERS = {
    "house": N_("Nobody: this house goes on by itself"),
    "members": N_("The members"),
    "organizers": N_("The organizers"),
    "addressee": N_("Whoever it is addressed to"),
    "nobody": N_("Nobody: it is over"),
}
SHELVES = {
    "voting": N_("Vote open"),
    "seconding": N_("To be seconded now"),
    "debated": N_("In debate"),
    "delivered": N_("Adopted: delivered, or awaiting an answer"),
    "decided": N_("Over"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One stop of the path as it is drawn."""

    name: str
    place: Place
    told: str
    on: date | None


def state_name(state: State) -> str:
    """What a state is called."""
    return _(STATES[state])


def owner(petition: Petition) -> str:
    """Whose turn it is."""
    return _(OWNERS[TURNS[petition.state]])


def marks(petition: Petition, entered: Mapping[State, date]) -> list[Mark]:
    """The path with a word for each stop."""
    return [
        Mark(_name(stop), stop.place, _(PLACES[stop.place]), stop.day)
        for stop in path(petition.state, entered)
    ]


def next_step(
    petition: Petition, today: date, records: Mapping[State, Record] | None = None
) -> str:
    """What happens next and by when, in one or two sentences."""
    said = {"day": day(petition.due_on) if petition.due_on else ""}
    if is_over(petition.due_on, today=today) and petition.state in LATE:
        return _(LATE[petition.state], **said)
    if petition.state == "seconding":
        return _seconding(petition, said)
    if petition.state == "answered":
        return _answered((records or {}).get("answered"), said)
    return _(NEXT[petition.state], **said)


def told(figures: Iterable[Figure]) -> list[Figure]:
    """Figures in the reader's language; a source stands as it was published."""
    return [
        replace(each, says=_(each.says), value=_(each.value), rests_on=_(each.rests_on))
        for each in figures
    ]


def stillness(petition: Petition, today: date) -> str:
    """The sentence that says that nothing moves, or nothing."""
    if not is_still(petition.state, petition.moved_on, today=today):
        return ""
    days = (today - petition.moved_on).days
    return ngettext(
        "Nothing has moved for %(num)s day.", "Nothing has moved for %(num)s days.", days
    )


def _name(stop: Stop) -> str:
    names = STATES if stop.place == "ended" or stop.state not in STOPS else STOPS
    return _(names[stop.state])


def _seconding(petition: Petition, said: dict[str, str]) -> str:
    left = max(petition.seconds_needed - petition.seconds_shown, 1)
    return ngettext(
        "%(num)s more member must second it by %(day)s. Then its debate opens.",
        "%(num)s more members must second it by %(day)s. Then its debate opens.",
        left,
        **said,
    )


def _answered(answer: Record | None, said: dict[str, str]) -> str:
    if answer is not None and not answer.promise:
        return _("It was answered, and nothing was promised.")
    if not said["day"]:
        return _("What was promised has no day. The organizers say when it is kept or broken.")
    return _("What was promised is due by %(day)s. Then the organizers say if it was kept.", **said)


NEXT: Mapping[State, str] = {
    "draft": N_("It is written. This house opens its seconding within a day."),
    "debated": N_(
        "It is debated until %(day)s: members speak and propose other wordings, and its author may "
        "take them up until the day before. Then the vote opens by itself."
    ),
    "voting": N_(
        "The vote closes on %(day)s at midnight (UTC). Nobody knows the result before that."
    ),
    "adopted": N_("The organizers deliver it by %(day)s."),
    "delivered": N_("An answer is awaited by %(day)s."),
    "kept": N_("What was promised was done."),
    "broken": N_("What was promised was not done."),
    "rejected": N_("The vote did not adopt it. It goes no further."),
    "lapsed": N_("Its days passed without enough support. Anybody may write it anew."),
    "withdrawn": N_("Its author took it back before the vote. Its words are gone from here."),
}
# What is said once the last day of a state is over.
LATE: Mapping[State, str] = {
    "seconding": N_("Its days for seconding ended on %(day)s."),
    "debated": N_("The debate ended on %(day)s. This house opens the vote within a day."),
    "voting": N_(
        "The vote closed on %(day)s. Its ballots are counted within a day; the result stands "
        "here then."
    ),
    "adopted": N_("It should have been delivered by %(day)s, and was not yet."),
    "delivered": N_("No answer came by %(day)s."),
    "answered": N_("What was promised was due by %(day)s. The organizers have yet to say."),
}
