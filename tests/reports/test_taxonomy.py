"""The taxonomy is one table: what is added to it appears wherever kinds are shown."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.reports.facts import Choice, Choices, Fact, FactRefused, Money, Option, Text, Whole
from coop.reports.kind import PAY, Kind
from coop.reports.taxonomy import TAXONOMY, Taxonomy, UnknownKind

# As grievances.md lists them: each kind, its own facts, the law it can rest on.
DECLARED = {
    "unpaid_rejection": (
        "reason_given instructions_met batch_rejected",
        "pwd9 pwd11 gdpr15 gdpr22",
    ),
    "expired_task": ("minutes_allowed share_done", "pwd9 fairwork1 ilo_c193"),
    "screened_out": ("minutes_lost", "pwd9 fairwork1 ilo_c193"),
    "withheld_payment": ("balance_held days_overdue payout_rule", "pwd9 pwd11 gdpr15 gdpr22"),
    "low_pay": ("paid_amount unpaid_search_minutes", "pwd9 fairwork1 ilo_c193"),
    "night_alerts": ("nights_a_week unpaid_waiting_hours", "pwd12 pwd5 fairwork2"),
    "breaks_and_pace": (
        "toilet_minutes lunch_minutes shift_hours surveillance",
        "pwd12 pwd5 fairwork2",
    ),
    "traumatic_content": (
        "warned_beforehand support_offered hours_exposed",
        "pwd12 ilo_c155 fairwork2",
    ),
    "harmful_task": ("asked_for could_refuse", "ai_act50 fairwork4"),
    "posing_as_ai": ("role_played told_to_hide", "ai_act50 fairwork4"),
    "dismissal": ("notice_days reason_in_writing decided_by balance_held", "pwd10 pwd11 pwd23"),
    "gag_order": ("forbidden", "pwd20 charter12"),
    "no_contract": ("terms_changed terms_language", "conditions pwd9 fairwork3"),
    "opaque_client": ("purpose_told", "conditions pwd9 fairwork3"),
    "data_misuse": ("demanded", "pwd7 pwd8 gdpr5 gdpr9 gdpr15"),
    "retaliation": ("after_what what_happened", "pwd22 pwd23"),
    "no_social_protection": ("missing_cover other_job_with_cover", "pwd4 pwd5 social_protection"),
    "other": ("title", ""),
}
KINDS = st.sampled_from(TAXONOMY.kinds)

LOST_PARCEL = Kind(
    code="lost_parcel",
    heading=PAY,
    name="A lost parcel charged to the courier",
    in_short="Made up for this test.",
    facts=(Whole("parcels", "How many?", minimum=1, maximum=9),),
)


def test_every_kind_of_the_design_is_declared():
    assert {kind.code for kind in TAXONOMY.kinds} == set(DECLARED)


@pytest.mark.parametrize("code", DECLARED)
def test_a_kind_asks_its_own_questions(code):
    assert [fact.code for fact in TAXONOMY.kind(code).facts] == DECLARED[code][0].split()


@pytest.mark.parametrize("code", DECLARED)
def test_a_kind_rests_on_its_law(code):
    cited = [basis.instrument.code + basis.article for basis in TAXONOMY.kind(code).law]
    assert sorted(cited) == sorted(DECLARED[code][1].split())


def test_an_unknown_kind_is_refused():
    with pytest.raises(UnknownKind):
        TAXONOMY.kind("nothing_of_this_name")


def test_a_kind_added_is_found():
    assert TAXONOMY.with_kind(LOST_PARCEL).kind("lost_parcel") is LOST_PARCEL


def test_a_kind_added_has_its_column():
    columns = [column.name for column in TAXONOMY.with_kind(LOST_PARCEL).export_columns()]
    assert "parcels" in columns


def test_a_kind_added_is_told_by_the_api():
    told = TAXONOMY.with_kind(LOST_PARCEL).as_json(str)["kinds"][-1]
    assert (told["code"], told["facts"][0]["maximum"]) == ("lost_parcel", 9)


def test_a_kind_added_stands_on_its_shelf():
    shelves = dict(TAXONOMY.with_kind(LOST_PARCEL).by_heading())
    assert LOST_PARCEL in shelves[PAY]


def test_a_kind_added_leaves_the_table_itself_alone():
    TAXONOMY.with_kind(LOST_PARCEL)
    assert not TAXONOMY.has("lost_parcel")


def test_two_kinds_cannot_share_a_code():
    with pytest.raises(ValueError, match="same code"):
        TAXONOMY.with_kind(TAXONOMY.kinds[0])


def test_one_code_cannot_ask_two_questions():
    twin = replace(LOST_PARCEL, facts=(Text("title", "Another title", longest=9),))
    with pytest.raises(ValueError, match="another question"):
        TAXONOMY.with_kind(twin)


def test_a_question_of_two_kinds_has_one_column():
    columns = {column.name: column.kinds for column in TAXONOMY.export_columns()}
    assert columns["balance_held_minor"] == ("withheld_payment", "dismissal")


def test_column_names_differ():
    names = [column.name for column in TAXONOMY.export_columns()]
    assert len(set(names)) == len(names)


def test_testimony_is_never_a_column():
    assert "testimony" not in [column.name for column in TAXONOMY.export_columns()]


def test_the_api_tells_the_table_in_plain_json():
    told = json.loads(json.dumps(TAXONOMY.as_json(str)))
    assert {kind["code"] for kind in told["kinds"]} == set(DECLARED)


def test_each_law_says_that_a_lawyer_must_check_it():
    bases = [basis for kind in TAXONOMY.as_json(str)["kinds"] for basis in kind["law"]]
    assert all("lawyer" in basis["caution"] for basis in bases)


def test_the_platform_work_directive_is_cited_by_its_eli():
    law = TAXONOMY.as_json(str)["kinds"][0]["law"]
    assert law[0]["link"] == "http://data.europa.eu/eli/dir/2024/2831/oj"


def test_each_word_of_the_table_passes_through_the_translator():
    shown = json.dumps(TAXONOMY.as_json(lambda sentence: f"<{sentence}>"))
    assert "<Work refused and not paid>" in shown


def test_a_form_shows_all_questions_of_its_kind():
    kind = TAXONOMY.kind("unpaid_rejection")
    assert [group.code for group in TAXONOMY.groups(kind)] == [
        "where", "pay", "happened", "tried", "words",
    ]  # fmt: skip


def test_a_gag_order_is_not_asked_about_pay():
    kind = TAXONOMY.kind("gag_order")
    asked = [fact.code for group in TAXONOMY.groups(kind) for fact in group.facts]
    assert not {"amount", "minutes", "currency", "recovered"} & set(asked)


@pytest.mark.parametrize("code", ["dismissal", "withheld_payment"])
def test_the_currency_follows_a_balance_held(code):
    groups = {group.code: group for group in TAXONOMY.groups(TAXONOMY.kind(code))}
    asked = [fact.code for fact in groups["happened"].facts]
    assert asked[asked.index("balance_held") + 1] == "currency"


@given(KINDS)
def test_no_question_is_asked_twice(kind):
    asked = [fact.code for group in TAXONOMY.groups(kind) for fact in group.facts]
    assert len(set(asked)) == len(asked)


def sound_answer(fact: Fact) -> st.SearchStrategy[object]:
    if isinstance(fact, Choices):
        codes = [option.code for option in fact.options if option.code != fact.none_of_them]
        return st.lists(st.sampled_from(codes), min_size=1, unique=True)
    if isinstance(fact, Choice):
        return st.sampled_from([option.code for option in fact.options])
    if isinstance(fact, Whole):
        return st.integers(fact.minimum, fact.maximum).map(str)
    if isinstance(fact, Money):
        return st.integers(0, 10**6).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")
    return st.just("A few words")


@given(st.data())
def test_every_answer_within_bounds_is_kept(data):
    kind = data.draw(KINDS)
    raw = {fact.code: data.draw(sound_answer(fact)) for fact in kind.facts}
    assert set(kind.validated(raw, currency="USD")) == set(raw)


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
    st.lists(st.text(max_size=5), max_size=3), st.dictionaries(st.text(max_size=3), st.none()),
)  # fmt: skip


@given(st.data())
def test_any_answer_is_kept_or_refused_by_name(data):
    kind = data.draw(KINDS)
    raw = {fact.code: data.draw(ANYTHING) for fact in kind.facts}
    answers, refusals = kind.checked(raw, currency="USD")
    assert set(answers) | {refusal.fact for refusal in refusals} <= set(raw)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("unpaid_rejection", {"reason_given": "because"}),
        ("unpaid_rejection", {"reason_given": ["none"]}),
        ("unpaid_rejection", {"minutes_lost": 3}),
        ("expired_task", {"share_done": 101}),
        ("expired_task", {"share_done": "half"}),
        ("expired_task", {"share_done": 12.5}),
        ("expired_task", {"minutes_allowed": -1}),
        ("low_pay", {"paid_amount": 3.5}),
        ("low_pay", {"paid_amount": "0.005"}),
        ("breaks_and_pace", {"surveillance": ["none", "webcam"]}),
        ("breaks_and_pace", {"surveillance": ["telepathy"]}),
        ("breaks_and_pace", {"surveillance": 7}),
        ("other", {}),
        ("other", {"title": "   "}),
        ("other", {"title": "x" * 121}),
        ("other", {"title": 7}),
    ],
)
def test_an_answer_out_of_bounds_is_refused(kind, raw):
    with pytest.raises(FactRefused):
        TAXONOMY.kind(kind).validated(raw, currency="USD")


def test_a_refusal_names_its_question():
    with pytest.raises(FactRefused) as refused:
        TAXONOMY.kind("expired_task").validated({"share_done": 101})
    assert (refused.value.fact, refused.value.params) == (
        "share_done",
        {"minimum": 0, "maximum": 100},
    )


def test_money_without_a_currency_is_refused():
    with pytest.raises(FactRefused) as refused:
        TAXONOMY.kind("low_pay").validated({"paid_amount": "3"})
    assert "currency" in refused.value.sentence


def test_what_is_not_answered_is_left_out():
    assert (
        TAXONOMY.kind("expired_task").validated({"share_done": "", "minutes_allowed": None}) == {}
    )


def test_several_answers_are_kept_in_the_table_s_order():
    raw = {"surveillance": ["face", "keystrokes", "face"]}
    assert TAXONOMY.kind("breaks_and_pace").validated(raw) == {
        "surveillance": ["keystrokes", "face"]
    }


@pytest.mark.parametrize(
    ("kind", "amount", "facts", "owed"),
    [
        ("unpaid_rejection", 350, {}, 350),
        ("unpaid_rejection", None, {}, None),
        ("withheld_payment", 350, {"balance_held": 900}, 900),
        ("dismissal", None, {"balance_held": 900}, 900),
        ("low_pay", 500, {"paid_amount": 200}, 300),
        ("low_pay", 500, {"paid_amount": 600}, 0),
        ("low_pay", 500, {}, None),
        ("gag_order", 350, {}, None),
    ],
)
def test_the_money_lost_follows_from_the_kind(kind, amount, facts, owed):
    assert TAXONOMY.kind(kind).money_owed(amount, facts) == owed


@pytest.mark.parametrize(
    ("kind", "minutes", "facts", "unpaid"),
    [
        ("unpaid_rejection", 95, {}, 95),
        ("screened_out", None, {"minutes_lost": 12}, 12),
        ("night_alerts", None, {"unpaid_waiting_hours": 8}, 480),
        ("low_pay", 95, {"unpaid_search_minutes": 30}, 30),
        ("traumatic_content", 95, {}, None),
    ],
)
def test_the_unpaid_time_follows_from_the_kind(kind, minutes, facts, unpaid):
    assert TAXONOMY.kind(kind).minutes_unpaid(minutes, facts) == unpaid


def test_own_money_and_minutes_are_rounded():
    kind = TAXONOMY.kind("low_pay")
    exact = {"paid_amount": 1_234, "unpaid_search_minutes": 127}
    assert kind.rounded(exact) == {"paid_amount": 1_200, "unpaid_search_minutes": 130}


def test_days_and_choices_are_not_rounded():
    kind = TAXONOMY.kind("withheld_payment")
    assert kind.rounded({"days_overdue": 127, "payout_rule": "none"}) == {
        "days_overdue": 127,
        "payout_rule": "none",
    }


def test_a_rule_on_a_missing_fact_cannot_be_declared():
    codes = {"", "amount", "minutes"}
    for kind in TAXONOMY.kinds:
        known = codes | {fact.code for fact in kind.facts}
        assert {kind.money_lost.of, kind.money_lost.less, kind.unpaid_time.of} <= known


def test_a_label_that_left_the_table_shows_its_code():
    fact = Choice("c", "Which?", (Option("a", "A"),))
    assert [fact.label_of("a"), fact.label_of("gone")] == ["A", "gone"]


def test_a_taxonomy_cannot_be_changed_in_place():
    with pytest.raises(AttributeError):
        TAXONOMY.kinds = ()  # type: ignore[misc]


def test_an_empty_taxonomy_has_the_common_facts():
    assert [column.name for column in Taxonomy(()).export_columns()][:2] == ["kind", "platform"]
