"""Amazon's worker site, MTurk Suite and HITDB: status and reward, no times."""

from tests.reports.histories.reading import codes, fixture, read


def counts(name: str) -> dict:
    found = read(fixture(name))["by_status"]
    return {status: (told["count"], told["money"]["USD"]) for status, told in found.items()}


def test_the_worker_site_is_recognised():
    assert read(fixture("mturk_site.json"))["format"] == "mturk_site"


def test_the_worker_site_tells_status_and_reward():
    assert counts("mturk_site.json") == {
        "paid": (2, "0.30"), "pending": (1, "0.40"), "rejected": (1, "0.30"),
    }  # fmt: skip


def test_the_worker_site_has_no_times():
    assert read(fixture("mturk_site.json"))["unknown"] == [
        "returned", "timed_out", "seconds", "hourly", "median_hourly", "platform_check",
    ]  # fmt: skip


def test_the_worker_site_keeps_45_days():
    assert "days_45" in codes(read(fixture("mturk_site.json")))


def test_a_client_named_like_a_formula_is_plain_text():
    assert [draft["client"] for draft in read(fixture("mturk_site.json"))["drafts"]] == ["=Tagging"]


def test_pages_of_the_worker_site_may_follow_each_other():
    page = fixture("mturk_site.json")
    other = page.replace(b"ASG", b"NEXT")
    assert read(page + other)["by_status"]["paid"]["count"] == 4


def test_the_suite_is_recognised_though_its_days_come_first():
    assert read(fixture("mt_suite.json"))["format"] == "mt_suite"


def test_rewards_that_are_floats_add_up_exactly():
    assert counts("mt_suite.json")["rejected"] == (2, "0.35")


def test_abandoned_means_unknown():
    found = read(fixture("mt_suite.json"))
    assert found["by_status"]["unknown"]["count"] == 1
    assert found["not_understood"] == []


def test_paid_may_be_unproven_in_the_suite():
    assert "paid_unproven" in codes(read(fixture("mt_suite.json")))


def test_the_suite_gives_a_draft_for_each_week():
    found = read(fixture("mt_suite.json"))["drafts"]
    assert [(draft["week"], draft["amount_minor"], draft["minutes"]) for draft in found] == [
        ("2026-05-18", 5, None), ("2026-05-11", 30, None),
    ]  # fmt: skip


def test_hitdb_is_recognised_as_csv_and_as_json():
    assert read(fixture("hitdb.csv"))["format"] == "hitdb_csv"
    assert read(fixture("hitdb.json"))["format"] == "hitdb_json"


def test_commas_in_a_title_do_not_move_the_reward():
    assert counts("hitdb.csv") == {
        "paid": (1, "0.10"), "pending": (2, "0.60"), "rejected": (1, "0.30"),
    }  # fmt: skip


def test_a_reward_split_in_pay_and_bonus_is_read():
    assert counts("hitdb.json") == {"paid": (1, "0.10"), "rejected": (1, "0.20")}


def test_an_unknown_word_of_a_json_file_is_named_with_the_place_of_its_entry():
    data = fixture("hitdb.json").replace(b"Rejected", b"Lost")
    assert read(data)["not_understood"] == [{"line": 2, "word": "Lost"}]


def test_a_json_file_in_utf_16_is_read():
    data = fixture("hitdb.json").decode().encode("utf-16")
    assert read(data)["by_status"]["paid"]["count"] == 1
