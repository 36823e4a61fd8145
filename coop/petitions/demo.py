"""The demonstration's petitions, lived through day by day: one in every state, with real tokens."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import select

from coop.config import Config
from coop.db import db
from coop.petitions import authoring, debating, outcomes, queries, service
from coop.petitions.attachments import Attachment, attachment
from coop.petitions.demo_members import COUNT, Cast
from coop.petitions.demo_texts import STORIES, Story
from coop.petitions.models import Petition
from coop.petitions.outcomes import Outcome
from coop.petitions.rules import SECONDING_LASTS, State
from coop.petitions.texts import seq_of
from coop.tokens import queries as scopes
from coop.tokens import service as tokens
from coop.tokens.periods import quarter
from coop.tokens.rules import Act, fields_digest
from coop.votes import service as votes
from coop.wallet import service as wallet
from coop.web import settings

A_DAY = timedelta(days=1)
SECONDED_AFTER = timedelta(days=2)
CHOICES = ("yes", "no", "abstain")
# On which day after the delivery an answer came, and after the answer its promise was seen to.
ANSWERED_AFTER, SEEN_TO_AFTER = timedelta(days=11), timedelta(days=40)

Deed = Callable[[date], None]


def has_rows() -> bool:
    """Whether any petition stands here."""
    return db.session.execute(select(Petition.code).limit(1)).first() is not None


def demo(*, source: random.Random, today: date) -> None:
    """Live through every story up to today, each day's upkeep before what members do on it."""
    config = settings.config()
    cast = Cast(source, today, config)
    deeds: dict[date, list[Deed]] = defaultdict(list)
    for number, story in enumerate(STORIES):
        life = Life(story, number, cast, source, config, _begins(story, config, today))
        for day, deed in life.deeds():
            if day <= today:
                deeds[day].append(deed)
    for day in sorted(deeds):
        for feature in (tokens, wallet, votes, service):
            feature.upkeep(day, config)
        for deed in deeds[day]:
            deed(day)


def _begins(story: Story, config: Config, today: date) -> date:
    """The day on which a story has to begin so that it stands today where it should."""
    return today - timedelta(days=story.since) - _takes(story, config)


def _takes(story: Story, config: Config) -> timedelta:
    """How long it takes until a story reaches the state in which it ends."""
    debate = timedelta(days=config.debate_days) + A_DAY
    decided = SECONDED_AFTER + debate + timedelta(days=config.vote_days)
    delivered = decided + A_DAY
    answered = delivered + ANSWERED_AFTER
    return {
        "seconding": timedelta(),
        "withdrawn": A_DAY,
        "lapsed": SECONDING_LASTS + A_DAY,
        "debated": SECONDED_AFTER,
        "voting": SECONDED_AFTER + debate,
        "adopted": decided,
        "rejected": decided,
        "delivered": delivered,
        "answered": answered,
        "kept": answered + SEEN_TO_AFTER,
        "broken": answered + SEEN_TO_AFTER,
    }[story.ends]


@dataclass(slots=True)
class Life:
    """One story as it is lived: its author, its code, and what happens on which day."""

    story: Story
    number: int
    cast: Cast
    source: random.Random
    config: Config
    begins: date
    code: str = ""
    spoken: list[str] = field(default_factory=list)

    @property
    def author(self) -> int:
        """Which of the members wrote it."""
        return self.number % COUNT

    def deeds(self) -> Iterator[tuple[date, Deed]]:
        """What happens, day by day; upkeep does the rest on these days."""
        debated = self.begins + SECONDED_AFTER
        votes_from = debated + timedelta(days=self.config.debate_days) + A_DAY
        decided = votes_from + timedelta(days=self.config.vote_days)
        yield self.begins, self.publish
        yield self.begins + A_DAY, self.second if self.story.seconds < 5 else _nothing
        if self.story.ends == "withdrawn":
            yield self.begins + A_DAY, self.withdraw
        if self.story.ends in ("seconding", "withdrawn", "lapsed"):
            yield self.begins + SECONDING_LASTS + A_DAY, _nothing
            return
        yield debated, self.second
        yield debated, self.debate
        yield debated, self.amend
        yield votes_from, self.vote
        yield decided, _nothing
        delivered = decided + A_DAY
        if self.story.ends in ("delivered", "answered", "kept", "broken"):
            yield delivered, self.record("delivered")
        if self.story.promise:
            yield delivered + ANSWERED_AFTER, self.record("answered")
        if self.story.ends in ("kept", "broken"):
            ends: State = self.story.ends
            yield delivered + ANSWERED_AFTER + SEEN_TO_AFTER, self.record(ends)

    def publish(self, day: date) -> None:
        """Write it, with one of the author's rights of the quarter."""
        scope = f"draft-{quarter(day).name}"
        text = self.story.text
        act = self.cast.act(self.author, scope, {"act": "draft", "fields": text.digest}, today=day)
        self.code = service.publish(
            text, act, today=day, config=self.config, randbelow=self.source.randrange
        )

    def second(self, day: date) -> None:
        """As many members support it as the story says, or as the rule asks."""
        wanted = self.story.seconds if self.story.seconds < 5 else self.config.seconds
        for member in self._others(wanted):
            act = self.cast.act(member, f"seconding-{self.code}", {"act": "second"}, today=day)
            service.second(self.code, act, today=day, config=self.config)

    def debate(self, day: date) -> None:
        """What is said on the first day, answers below what they answer."""
        for member, line in zip(self._others(len(self.story.said)), self.story.said, strict=True):
            answered = self.spoken[-1] if line.startswith("> ") else ""
            fields = {"text": line.removeprefix("> "), "reply_to": answered}
            body = {"act": "comment", "fields": fields_digest(fields), "seq": seq_of(fields)}
            said = debating.comment(
                self.code,
                self.cast.act(member, f"debate-{self.code}", body, today=day),
                **fields,
                today=day,
                randbelow=self.source.randrange,
            )
            self.spoken.append(said.code)

    def amend(self, day: date) -> None:
        """Another wording is proposed, and the author takes it up where the story says so."""
        if not self.story.proposed:
            return
        text, reason = replace(self.story.text, demand=self.story.proposed), ""
        fields = text.fields | {"reason": reason}
        body = {"act": "amendment", "fields": fields_digest(fields), "seq": seq_of(fields)}
        (member,) = self._others(1)
        act = self.cast.act(member, f"debate-{self.code}", body, today=day)
        said = debating.propose(
            self.code, act, text=text, reason=reason, version=1, today=day,
            randbelow=self.source.randrange,
        )  # fmt: skip
        if self.story.takes_it_up:
            taken = {"act": "accept", "amendment": said.code, "text": text.digest, "seq": 2}
            authoring.accept(
                self.code, said.code, self._as_author(taken, day), today=day, config=self.config
            )

    def vote(self, day: date) -> None:
        """Members draw, and those of the story cast their ballots."""
        code = f"vote-{self.code}"
        choices = [c for c, n in zip(CHOICES, self.story.votes, strict=True) for _ in range(n)]
        voters = self.source.sample(range(COUNT), min(len(choices) + 3, COUNT))
        self.cast.draw(voters, code, today=day)
        for member, choice in zip(voters, choices, strict=False):
            body = {"act": "ballot", "choice": choice, "seq": 0}
            votes.cast(self.cast.act(member, code, body, today=day), scopes.scope(code), today=day)

    def withdraw(self, day: date) -> None:
        """The author takes it back."""
        body = {"act": "withdraw", "petition": self.code}
        authoring.withdraw(self.code, self._as_author(body, day), today=day, config=self.config)

    def record(self, state: State) -> Deed:
        """What organizers record of it on a day."""

        def recorded(day: date) -> None:
            is_answer, is_delivery = state == "answered", state == "delivered"
            outcome = Outcome(
                state=state,
                happened_on=day,
                party=self.story.text.addressee if state in ("delivered", "answered") else "",
                text=self.story.handed_over if is_delivery else "",
                promise=self.story.promise if is_answer else "",
                promised_by=day + SEEN_TO_AFTER if is_answer else None,
                file=_letter(self.story) if is_delivery and self.story.has_letter else None,
            )
            outcomes.record(self.code, outcome, today=day, config=self.config)

        return recorded

    def _as_author(self, body: Mapping[str, object], day: date) -> Act:
        scope = queries.petition(self.code).draft_scope
        return self.cast.act(self.author, scope, body, today=day)

    def _others(self, count: int) -> list[int]:
        """So many members who did not write it."""
        others = [member for member in range(COUNT) if member != self.author]
        return self.source.sample(others, count)


def _letter(story: Story) -> Attachment:
    """What was handed over, as plain text."""
    text = story.text
    lines = (text.addressee, text.title, text.demand, text.text)
    name = "lettre.txt" if text.language == "fr" else "letter.txt"
    return attachment(name, "\n\n".join(lines).encode() + b"\n")


def _nothing(_day: date) -> None:
    """A day on which upkeep alone moves the petition."""
