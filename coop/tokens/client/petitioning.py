"""Writes, seconds and debates petitions: through the same pages as everybody, without a session."""

import json
from collections.abc import Mapping

from coop.tokens.client.acting import act
from coop.tokens.client.forms import PageForm, accepted, filled, form_of
from coop.tokens.client.house import Answer, House
from coop.tokens.client.wallet import Token, Wallet


def draft(house: House, wallet: Wallet, words: Mapping[str, str]) -> str:
    """Publish a petition with an unused draft token; return its code.

    A token is marked as used once the petition stands: a sending that was lost is sent again
    with the same one, and counts once.
    `words` fill the page's fields: title, demand, text, addressee, and platform, client, language
    where they are said.
    """
    place = "/petitions/new"
    form = form_of(house.ask(place), to=place)
    checked = house.ask(place, form=filled(form, words, step="check"))
    last = form_of(checked, act="draft")
    scope = last.said["data-scope"]
    slot = wallet.unused(scope)
    answer = _send(house, last, wallet.token(scope, slot), step="send")
    wallet.used.add((scope, slot))
    return answer.address.rstrip("/").rpartition("/")[2].partition("?")[0]


def second(house: House, wallet: Wallet, petition: str) -> None:
    """Support a petition; doing it twice counts once."""
    form = form_of(house.ask(f"/petitions/{petition}"), act="second")
    _send(house, form, wallet.token(form.said["data-scope"]))


def comment(house: House, wallet: Wallet, petition: str, text: str, *, reply_to: str = "") -> None:
    """Say something in a petition's debate, perhaps in answer to another contribution."""
    place = f"/petitions/{petition}/debate"
    form = form_of(house.ask(place), to=place)
    words = {"text": text, "reply_to": reply_to}
    checked = house.ask(place, form=filled(form, words, step="check"))
    last = form_of(checked, act="comment", scope=f"debate-{petition}")
    _send(house, last, wallet.token(last.said["data-scope"]), step="send")


def _send(house: House, form: PageForm, token: Token, **button: str) -> Answer:
    signed = {"act": json.dumps(act(token, form.body()))}
    return accepted(house.ask(form.action, form=filled(form, signed, **button)))
