"""Prolific's submissions, new and old."""

from tests.reports.histories.reading import codes, fixture, read

NEW = fixture("prolific.csv")
OLD = fixture("prolific_old.csv")


def counts(data: bytes) -> dict:
    return {status: told["count"] for status, told in read(data)["by_status"].items()}


def test_both_exports_are_recognised():
    assert (read(NEW)["format"], read(OLD)["format"]) == ("prolific", "prolific_old")


def test_every_status_is_counted():
    assert counts(NEW) == {
        "paid": 1, "rejected": 1, "returned": 1, "timed_out": 1, "screened_out": 1, "unknown": 1,
    }  # fmt: skip


def test_revoked_consent_is_understood_everywhere_it_stands():
    assert read(NEW)["not_understood"] == []


def test_those_whose_consent_is_gone_are_not_one_person():
    assert read(NEW + b"SUB7,CONSENT_REVOKED,APPROVED,,,,,,,,\n")["workers"] == 5


def test_time_runs_as_the_platform_took_it_where_work_was_sent_in():
    assert read(NEW)["seconds"] == {"sum": 990, "union": 990, "session": 990}


def test_a_clock_that_runs_on_is_no_time_worked():
    found = read(NEW)
    assert found["by_status"]["timed_out"]["platform_clock"] == {"rows": 1, "seconds": "876280"}
    assert "clock_runs_on" in codes(found)


def test_thousandths_of_seconds_are_kept():
    clock = read(OLD)["by_status"]["paid"]["platform_clock"]
    assert clock == {"rows": 1, "seconds": "754.619"}


def test_there_is_no_reward_so_money_and_hourly_pay_are_unknown():
    found = read(NEW)
    assert "hourly" not in found
    assert {"money", "hourly", "median_hourly"} <= set(found["unknown"])


def test_times_without_a_zone_are_told():
    assert "no_time_zone" in codes(read(OLD))


def test_times_with_a_zone_are_not():
    assert "no_time_zone" not in codes(read(NEW))


def test_the_first_column_may_have_another_name():
    renamed = NEW.replace(b"Submission id", b"Secret number")
    assert counts(renamed + renamed.split(b"\n")[1] + b"\n")["paid"] == 1


def test_a_draft_without_reward_says_so_with_nulls():
    (draft,) = read(NEW, worker="PANA")["drafts"]
    assert draft == {
        "kind": "unpaid_rejection", "platform": "Prolific", "client": None, "week": "2024-04-22",
        "minutes": 5, "amount_minor": None, "currency": None, "task_count": 1,
    }  # fmt: skip


def test_a_timed_out_task_is_a_draft_without_minutes():
    (draft,) = read(NEW, worker="PBEA")["drafts"]
    assert (draft["kind"], draft["minutes"]) == ("expired_task", None)


def test_a_screened_out_task_is_a_draft_with_its_minutes_half_up():
    (draft,) = read(NEW, worker="PMOE")["drafts"]
    assert (draft["kind"], draft["minutes"]) == ("screened_out", 2)
