"""What the author does later, with the same key and nothing else: amend, accept, withdraw."""

from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from coop.chat import opening as rooms
from coop.chat.rules import petition_slug
from coop.config import Config
from coop.db import writing
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.petitions import queries
from coop.petitions.models import Amendment, Comment, Petition, Version
from coop.petitions.moving import move, rule_of
from coop.petitions.rules import is_over, may_change
from coop.petitions.service import add_version, check_body
from coop.petitions.texts import Text, amended, check_signed
from coop.tokens import queries as tokens
from coop.tokens.acts import check_signature, check_token
from coop.tokens.rules import Act, ActForged

NO_WORDS = Text("", "", "", "", "")


class NotTheAuthor(Refusal):
    """The key is not the one that published the petition."""

    status = 403
    sentence = N_("Only the key that published this petition can do this, and it is another one.")


class DebateOver(Refusal):
    """The petition is not in debate."""

    status = 409
    sentence = N_(
        "This petition is not being debated, so its text stands and nothing more can be said here. "
        "What you wrote was not kept on our side."
    )


class NotDebated(Refusal):
    """The page for another wording is opened where there is no debate."""

    status = 409
    sentence = N_(
        "This petition is not in debate, so its text stands. Another wording is proposed while it "
        "is debated, until the day before its vote opens."
    )


class TextMovedOn(Refusal):
    """Another version was published meanwhile."""

    status = 409
    sentence = N_(
        "The text was changed meanwhile: version %(number)s stands now. Read it, then decide again."
    )


class TextStands(Refusal):
    """It is the last day of the debate."""

    status = 409
    sentence = N_(
        "On the last day of a debate the text stands, so that everybody can read what will be "
        "voted on. It can still be talked about."
    )


def check_author(act: Act, petition: Petition, *, does: str) -> None:
    """Raise unless the act is `does` by the key that published this petition.

    Its token was spent then and is not spent again; the days of its scope may be over.
    """
    if act.nonce != petition.nonce or act.scope != petition.draft_scope:
        raise NotTheAuthor
    scope = tokens.scope(petition.draft_scope)
    if act.body.get("act") != does:
        raise ActForged
    check_token(act, scope)
    check_signature(act, scope.digest)


def publish_version(code: str, text: Text, act: Act, *, today: date, config: Config) -> int:
    """Publish the author's own new wording; return its number. Again, it says the same."""
    check_author(act, queries.petition(code), does="version")
    check_body(act, "fields", "seq")
    check_signed(text.fields, act.body["fields"])
    number = act.body["seq"]
    with writing("voice") as session:
        held = _in_debate(session, code, today=today)
        standing = queries.text_of(session, held)
        if _is_published(standing, number, text):
            return standing.number
        if number != held.version + 1:
            raise TextMovedOn(number=held.version)
        amended(standing.said, text.fields)
        return add_version(session, held, text, act, today=today, config=config).number


def accept(code: str, amendment_code: str, act: Act, *, today: date, config: Config) -> int:
    """Make an amendment the next version, by the author's key; return its number."""
    check_author(act, queries.petition(code), does="accept")
    check_body(act, "amendment", "text", "seq")
    with writing("voice") as session:
        held = _in_debate(session, code, today=today)
        amendment = queries.amendment(code, amendment_code)
        text = queries.proposed(amendment)
        if act.body.get("amendment") != amendment_code or act.body.get("text") != text.digest:
            raise ActForged
        if amendment.accepted_as is not None:
            return amendment.accepted_as
        if amendment.version != held.version or act.body.get("seq") != held.version + 1:
            raise TextMovedOn(number=held.version)
        version = add_version(
            session, held, text, act, today=today, config=config, amendment_code=amendment_code
        )
        amendment.accepted_as = version.number
        return version.number


def withdraw(code: str, act: Act, *, today: date, config: Config) -> None:
    """End a petition before its vote, by its author's key: its words and the debate are wiped.

    What stays is its code, its days, and leaves of the ledger that hold digests only.
    """
    check_author(act, queries.petition(code), does="withdraw")
    if act.body.get("petition") != code:
        raise ActForged
    with writing("voice") as session:
        held = queries.held(session, code)
        if held.state == "withdrawn":
            return
        move(session, held, "withdraw", rule=rule_of(config), today=today)
        held.title, held.client_key, held.platform_id = "", "", None
        rooms.wipe_in(session, petition_slug(code), today=today)
        for model in (Comment, Amendment):
            session.execute(delete(model).where(model.petition_code == code))
        session.execute(
            update(Version).where(Version.petition_code == code).values(**NO_WORDS.fields)
        )


def _in_debate(session: Session, code: str, *, today: date) -> Petition:
    held = queries.held(session, code)
    if held.state != "debated" or is_over(held.due_on, today=today):
        raise DebateOver
    if not may_change(held.due_on, today=today):
        raise TextStands
    return held


def _is_published(standing: Version, number: object, text: Text) -> bool:
    return standing.number == number and standing.digest == text.digest
