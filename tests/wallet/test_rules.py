"""Who may draw what, in the rule-book alone."""

from datetime import date, timedelta

import pytest

from coop.wallet.rules import (
    DrawnOtherwise,
    NoSuchSlot,
    NotBlinded,
    NotIssued,
    NotOnTheRoll,
    Offer,
    Order,
    Place,
    Roll,
    Verdict,
    eligible_since,
    is_eligible,
    judge,
    without_ended,
)

TODAY = date(2026, 11, 23)
OLD, YOUNG = TODAY - timedelta(days=30), TODAY - timedelta(days=29)
ROLL = Roll(eligible_since(TODAY), 12)
BELOW = 1 << 64
VOTE = Offer("vote-A", slots=1, is_frozen=True, below=BELOW, length=8)
DRAFT = Offer("draft-B", slots=3, is_frozen=False, below=BELOW, length=8)
OFFERS = {offer.code: offer for offer in (VOTE, DRAFT)}


def order(scope: str = "vote-A", slot: int = 0, number: int = 77) -> Order:
    return Order(Place(scope, slot), number.to_bytes(8))


def judged(*orders: Order, opened_on: date = OLD, **known: object) -> list[Verdict]:
    given = {"rolls": {"vote-A": ROLL}, "taken": {}} | known
    return judge(orders, OFFERS, opened_on=opened_on, **given)  # type: ignore[arg-type]


def refusal(*orders: Order, **known: object) -> type | None:
    found = judged(*orders, **known)[-1].refusal
    return type(found) if found else None


def test_a_seat_of_thirty_days_stands_on_a_roll_that_freezes_today() -> None:
    assert is_eligible(OLD, is_frozen=True, roll=ROLL)


def test_a_seat_of_twenty_nine_days_does_not() -> None:
    assert refusal(order(), opened_on=YOUNG) is NotOnTheRoll


def test_nobody_draws_a_vote_whose_roll_is_not_frozen_yet() -> None:
    assert refusal(order(), rolls={}) is NotOnTheRoll


def test_a_seat_of_today_draws_what_has_no_roll() -> None:
    assert refusal(order("draft-B"), opened_on=TODAY) is None


def test_a_scope_that_gives_nothing_is_refused() -> None:
    assert refusal(order("vote-B")) is NotIssued


@pytest.mark.parametrize("slot", [1, 2, 999])
def test_a_slot_beyond_the_scopes_is_refused(slot: int) -> None:
    assert refusal(order(slot=slot)) is NoSuchSlot


@pytest.mark.parametrize("number", [0, 1, BELOW - 1, BELOW - 2 + 1])
def test_a_number_that_is_its_own_signature_is_refused(number: int) -> None:
    assert refusal(order(number=number)) is NotBlinded


@pytest.mark.parametrize("blinded", [b"", b"\x01" * 7, b"\x01" * 9])
def test_a_message_of_another_length_is_refused(blinded: bytes) -> None:
    assert refusal(Order(Place("vote-A", 0), blinded)) is NotBlinded


def test_the_same_message_is_signed_again_and_is_not_new() -> None:
    again = judged(order(), taken={Place("vote-A", 0): order().digest})
    assert again == [Verdict(order())]


def test_another_message_for_a_place_that_is_taken_is_refused() -> None:
    assert refusal(order(number=78), taken={Place("vote-A", 0): order().digest}) is DrawnOtherwise


def test_no_message_fits_a_place_whose_digest_was_wiped() -> None:
    assert refusal(order(), taken={Place("vote-A", 0): None}) is DrawnOtherwise


def test_two_messages_for_one_place_in_one_list_are_one_token() -> None:
    first, second = judged(order(), order(number=78))
    assert first.is_new
    assert isinstance(second.refusal, DrawnOtherwise)


def test_one_message_twice_in_one_list_is_drawn_once() -> None:
    assert [each.is_new for each in judged(order(), order())] == [True, False]


def test_each_slot_of_a_scope_is_a_place_of_its_own() -> None:
    slots = [order("draft-B", slot) for slot in range(3)]
    assert [each.is_new for each in judged(*slots)] == [True] * 3


def test_a_bad_entry_spoils_none_beside_it() -> None:
    verdicts = judged(order("vote-B"), order(), order(slot=9))
    assert [each.refusal is None for each in verdicts] == [False, True, False]


def test_what_ended_while_it_was_drawn_is_refused() -> None:
    verdicts = without_ended(judged(order(), order("draft-B")), {"vote-A"})
    assert [type(each.refusal) for each in verdicts] == [NotIssued, type(None)]
