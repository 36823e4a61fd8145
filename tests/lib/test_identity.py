"""What identifies is pointed at before it is sent; ordinary words are left alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.lib.identity import SENTENCES, Figures, warnings


def found(text, country="FR"):
    return [(each.kind, each.found) for each in warnings({"t": text}, Figures(country=country))]


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("I am worker A2XQ3K9ZL0PM1 there", "worker_id", "A2XQ3K9ZL0PM1"),
        ("id 5f3a1b2c4d5e6f7a8b9c0d1e", "worker_id", "5f3a1b2c4d5e6f7a8b9c0d1e"),
        ("write to ana.b+x@example.org.", "email", "ana.b+x@example.org"),
        ("call +33 6 12 34 56 78", "phone", "+33 6 12 34 56 78"),
        ("au 06 12 34 56 78", "phone", "06 12 34 56 78"),
        (
            "IBAN FR14 2004 1010 0505 0001 3M02 606, merci",
            "iban",
            "FR14 2004 1010 0505 0001 3M02 606",
        ),
        ("to ES91 2100 0418 4502 0005 1332 now", "iban", "ES91 2100 0418 4502 0005 1332"),
        ("see https://x.org/a?b=1 there", "link", "https://x.org/a?b=1"),
        ("on t.me/ana_b there", "link", "t.me/ana_b"),
        ("I post as @ana_b", "handle", "@ana_b"),
        ("My name is Ana Lopez.", "name", "Ana Lopez"),
        ("Je m’appelle Ana", "name", "Ana"),
        ("je suis Jean-Paul", "name", "Jean-Paul"),
        ("moi c'est Élodie", "name", "Élodie"),
        ("Signed, Maria", "name", "Maria"),
        ("refused on 17 November", "date", "17 November"),
        ("le 3 mars", "date", "3 mars"),
        ("on 2026-11-17", "date", "2026-11-17"),
        ("at 9:05", "time", "9:05"),
        ("vers 14h30", "time", "14h30"),
        ("HIT 3IXEICO792M1ODH2VTTVZ4EAV8U6TX", "task_id", "3IXEICO792M1ODH2VTTVZ4EAV8U6TX"),
    ],
)
def test_what_identifies_is_found(text, kind, part):
    assert (kind, part) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am tired, I am Sorry, je suis fatigué, Je suis Désolée",
        "I was paid 1,234.50 dollars for 509 tasks, then 12 000 and 1.234.567,00",
        "50.000.000 VES for 20 tasks in 2026, 18% (1795/2304)",
        "ALL WORK WAS REFUSED. I AM ANGRY",
        "The client said that my ACKNOWLEDGEMENT was wrong; I may appeal",
        "On m’a refusé 45 tâches en 3 heures, sans un mot, pour 0,03 $ chacune",
    ],
)
def test_ordinary_words_raise_no_alarm(text):
    assert found(text) == []


def test_a_wrong_account_number_is_no_iban():
    assert "iban" not in dict(found("FR15 2004 1010 0505 0001 3M02 606"))


def test_nothing_is_warned_of_twice():
    assert [kind for kind, _part in found("https://x.org/A2XQ3K9ZL0PM1?u=a@b.org")] == ["link"]


def test_each_warning_names_its_field():
    assert [each.field for each in warnings({"client": "a@b.org", "testimony": "ok"})] == ["client"]


def test_an_unrounded_amount_is_rare():
    rare = warnings({}, Figures(amount_minor=1_234, currency="USD"))
    assert [(each.field, each.found) for each in rare] == [("amount", "12.34")]


def test_rounded_figures_are_not_rare():
    assert warnings({}, Figures(amount_minor=1_200, minutes=95, task_count=509)) == []


def test_a_large_exact_batch_is_rare():
    assert [each.kind for each in warnings({}, Figures(task_count=5_091))] == ["rare_count"]


def test_every_kind_has_its_sentence():
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())


@given(st.text(max_size=400), st.sampled_from((None, "FR", "IN")))
@settings(deadline=None)
def test_any_text_is_read_and_found_parts_stand_in_it(text, country):
    for each in warnings({"t": text}, Figures(country=country)):
        assert each.found in text


HOSTILE = (
    "1", "a", "@", "a@", "1 ", "+1-", "a.", "A1", "FR76 ", "FR76" + "A" * 40 + " ", "I am ",
    "I am A", "0-1-2", "12/", "(0) 12-", "+33 6 12 34 56 7x ", "\u0661", "www.", "Je suis A-A-",
    "20 of ", "a1", "t.me/",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_in_a_moment(piece):
    text = (piece * 5_000)[:5_000]
    began = time.process_time()
    warnings({"t": text})
    assert time.process_time() - began < 1
