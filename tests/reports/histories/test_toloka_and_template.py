"""Toloka's TSV, and our own template."""

from coop.reports.histories.template import HEADER, template_csv
from tests.reports.histories.reading import codes, fixture, read

TOLOKA = fixture("toloka.tsv")
TEMPLATE = fixture("template.csv")


def test_toloka_is_recognised():
    assert read(TOLOKA)["format"] == "toloka"


def test_blank_rows_between_are_not_counted():
    assert read(TOLOKA)["rows"] == 4


def test_the_tasks_of_one_assignment_count_and_pay_once():
    assert read(TOLOKA)["by_status"]["paid"] == {"count": 1, "money": {"USD": "0.005"}}


def test_tasks_of_one_assignment_are_no_repeats():
    assert "repeats" not in codes(read(TOLOKA))


def test_an_expired_assignment_is_a_draft_of_its_own():
    kinds = sorted(draft["kind"] for draft in read(TOLOKA)["drafts"])
    assert kinds == ["expired_task", "unpaid_rejection"]


def test_the_template_is_read_as_it_is_given_out():
    found = read(template_csv())
    assert (found["format"], found["not_understood"]) == ("template", [])


def test_the_template_has_all_its_columns():
    assert template_csv().splitlines()[0].split(",") == list(HEADER)


def test_a_template_saved_with_semicolons_is_read():
    data = TEMPLATE.decode().replace('"1,20"', "1.20").replace('"blurred, they say"', "blurred")
    assert read("sep=;\n" + data.replace(",", ";"))["rows"] == 4


def test_currencies_are_never_added():
    assert read(TEMPLATE)["by_status"]["paid"]["money"] == {"EUR": "1.50", "USD": "2.00"}


def test_each_currency_has_its_own_hours():
    assert read(TEMPLATE)["hourly"] == {
        "EUR": {"sum": "1.50", "union": "2.00", "session": "2.00"},
        "USD": {"sum": "2.00", "union": "2.00", "session": "2.00"},
    }


def test_minutes_that_the_worker_gives_count_before_the_clock():
    assert read(TEMPLATE)["seconds"] == {"sum": 7200, "union": 6300, "session": 6300}


def test_minutes_without_a_place_in_time_give_the_sum_only():
    rows = f"{','.join(HEADER)}\nAppen,T1,,,,,30,1.00,,USD,paid,,\n"
    found = read(rows)
    assert found["seconds"] == {"sum": 1800}
    assert found["hourly"] == {"USD": {"sum": "2.00"}}
    assert {"union", "session"} <= set(found["unknown"])


def test_a_reward_without_a_currency_is_not_guessed():
    rows = f"{','.join(HEADER)}\nAppen,T1,,,,,30,1.00,,,paid,,\n"
    assert read(rows)["not_understood"] == [{"line": 2, "word": "1.00"}]


def test_a_draft_names_the_platform_and_client_as_typed():
    drafts = read(TEMPLATE)["drafts"]
    told = {draft["kind"]: draft for draft in drafts}
    assert told["unpaid_rejection"] == {
        "kind": "unpaid_rejection", "platform": "Clickworker", "client": "Maps GmbH",
        "week": "2026-05-11", "minutes": 30, "amount_minor": 80, "currency": "EUR",
        "task_count": 1,
    }  # fmt: skip
    assert (told["screened_out"]["platform"], told["screened_out"]["client"]) == ("Appen", None)


def test_a_file_without_workers_says_that_all_was_counted():
    assert "all_yours" in codes(read(TEMPLATE, worker="W1"))


def test_a_day_that_is_not_in_the_calendar_is_listed():
    rows = f"{','.join(HEADER)}\nAppen,T1,,,2026-02-30,,30,1.00,,USD,paid,,\n"
    assert read(rows)["not_understood"] == [{"line": 2, "word": "2026-02-30"}]
