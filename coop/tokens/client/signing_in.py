"""Signs a member in with the seven words, by the page and with the sum that it asks for."""

from typing import Any
from urllib.parse import quote

from altcha import Challenge, Payload, solve_challenge

from coop.tokens.client.forms import accepted, filled, form_of
from coop.tokens.client.house import House, HouseRefused

DOOR, CHALLENGE = "/me/sign-in", "/me/challenge"


def sign_in(house: House, phrase: str) -> None:
    """Open a session with the house; raises HouseRefused where no seat answers to the phrase."""
    form = form_of(house.ask(DOOR, as_member=True), to=DOOR)
    sum_done = _solved(house, form.fields.get("submission", ""))
    said = filled(form, {"phrase": phrase, "altcha": sum_done})
    answer = accepted(house.ask(DOOR, form=said, as_member=True))
    if answer.address.rstrip("/").endswith(DOOR):
        raise HouseRefused("the house did not let this member in")


def _solved(house: House, submission: str) -> str:
    """The sum that keeps floods away, for one sending of the form."""
    told: dict[str, Any] = house.ask(
        f"{CHALLENGE}?submission={quote(submission)}", as_member=True
    ).json()
    challenge = Challenge.from_dict({k: v for k, v in told.items() if k != "submission"})
    solution = solve_challenge(challenge)
    if solution is None:
        raise HouseRefused("the sum at the door has no solution")
    return str(Payload(challenge, solution).to_base64())
