"""Batch results of Mechanical Turk, with the quirks of real files."""

from tests.reports.histories.reading import codes, fixture, mturk, read

FILE = fixture("mturk_batch.csv")


def ana() -> dict:
    return read(FILE, worker="WANA")


def test_a_batch_file_is_recognised_by_its_columns():
    assert read(FILE)["format"] == "mturk_batch"


def test_rows_are_records_and_not_lines():
    assert read(FILE)["rows"] == 4


def test_rows_two_cells_short_are_whole():
    assert read(FILE)["not_understood"] == []


def test_each_status_has_its_count_and_money():
    found = read(FILE)["by_status"]
    assert {status: (told["count"], told["money"]) for status, told in found.items()} == {
        "paid": (2, {"USD": "1.00"}),
        "pending": (1, {"USD": "0.50"}),
        "rejected": (1, {"USD": "0.25"}),
    }


def test_three_ways_of_writing_a_time_stand_in_one_column():
    assert ana()["seconds"] == {"sum": 1500, "union": 1200, "session": 1500}


def test_the_night_when_pst_becomes_pdt_has_no_lost_hour():
    assert read(FILE, worker="WBEA")["seconds"]["sum"] == 120


def test_rejected_time_stays_in_the_hours_and_its_reward_out_of_the_pay():
    assert ana()["hourly"] == {"USD": {"sum": "2.40", "union": "3.00", "session": "2.40"}}


def test_pending_stands_apart_from_the_pay():
    assert read(FILE, worker="WBEA")["hourly"] == {
        "USD": {"sum": "0.00", "union": "0.00", "session": "0.00"}
    }


def test_several_workers_add_their_own_union():
    assert read(FILE)["seconds"]["union"] == 1200 + 120


def test_the_median_is_over_people():
    found = read(FILE)
    assert found["median_hourly"]["USD"]["union"] == "1.50"
    assert found["median_hourly_n"] == {"USD": 2}


def test_amazons_own_count_is_compared_for_each_worker():
    assert read(FILE)["platform_check"] == {"agrees": 1, "of": 2}


def test_a_count_that_differs_says_that_the_file_is_partial():
    assert "partial" in codes(read(FILE))


def test_an_empty_week_does_not_agree_by_chance():
    header = "WorkerId,AssignmentStatus,LifetimeApprovalRate,Last7DaysApprovalRate"
    rows = mturk("W1,Submitted,50% (1/2),0% (0/0)", header=header)
    assert read(rows)["platform_check"] == {"agrees": 0, "of": 1}


def test_what_the_file_cannot_tell_is_unknown():
    assert read(FILE)["unknown"] == ["returned", "timed_out"]


def test_a_file_without_the_check_names_it_unknown():
    found = read(mturk("H1,A1,W1,Approved,,,$0.05"))
    assert found["unknown"] == [
        "returned", "timed_out", "seconds", "hourly", "median_hourly", "platform_check",
    ]  # fmt: skip


def test_columns_may_start_at_the_worker():
    header = "WorkerId,AssignmentStatus,AcceptTime,SubmitTime"
    row = "W1,Approved,2018-04-07 17:00:00 UTC,2018-04-07 17:10:00 UTC"
    found = read(mturk(row, row, header=header))
    assert (found["by_status"]["paid"]["count"], found["seconds"]["sum"]) == (1, 600)


def test_crlf_lines_hold_bare_line_feeds_in_their_cells():
    data = mturk('H1,A1,W1,"App\nroved",,,$0.05').replace("\n", "\r\n").replace("App\r", "App")
    assert read(data)["not_understood"] == [{"line": 2, "word": "App roved"}]


def test_a_word_that_is_not_understood_is_listed_with_its_physical_line():
    rows = mturk('H1,A1,W1,Approved,,,"$0.05\n\n"', "H2,A2,W1,Overturned,,,$0.07")
    assert read(rows)["not_understood"] == [{"line": 5, "word": "Overturned"}]


def test_a_word_that_is_not_understood_counts_as_unknown():
    found = read(mturk("H1,A1,W1,Overturned,2018-04-07 17:00:00,2018-04-07 17:10:00,$0.07"))
    assert found["by_status"] == {"unknown": {"count": 1, "money": {"USD": "0.07"}}}
    assert "seconds" not in found


def test_a_time_that_is_not_understood_is_listed():
    found = read(mturk("H1,A1,W1,Approved,yesterday,2018-04-07 17:10:00,$0.07"))
    assert found["not_understood"] == [{"line": 2, "word": "yesterday"}]


def test_only_the_first_words_are_listed_and_all_are_counted():
    rows = [f"H{n},A{n},W1,Odd{n},,,$0.01" for n in range(60)]
    found = read(mturk(*rows))
    assert (len(found["not_understood"]), found["not_understood_count"]) == (50, 60)


def test_a_submission_before_its_start_has_no_time():
    found = read(mturk("H1,A1,W1,Approved,2018-04-07 18:00:00,2018-04-07 17:00:00,$0.07"))
    assert "seconds" not in found
    assert found["not_understood_count"] == 1


def test_pay_without_times_stays_out_of_the_hourly_pay():
    found = read(
        mturk(
            "H1,A1,W1,Approved,2018-04-07 17:00:00,2018-04-07 18:00:00,$1.00",
            "H2,A2,W1,Approved,,,$5.00",
        )
    )
    assert found["hourly"]["USD"]["union"] == "1.00"
    assert "untimed_pay" in codes(found)


def test_a_blank_worker_column_is_one_person():
    header = "HITId,AssignmentId,AssignmentStatus"
    assert read(mturk("H1,A1,Approved", "H2,A2,Approved", header=header))["workers"] == 1


def test_the_names_of_the_columns_may_have_any_case():
    assert read(FILE.replace(b"AssignmentStatus", b"assignmentstatus"))["rows"] == 4
