"""The same task twice counts once, and its latest status wins."""

from tests.reports.histories.reading import codes, mturk, read

DATED = (
    "AssignmentId,WorkerId,AssignmentStatus,AcceptTime,SubmitTime,ApprovalTime,RejectionTime,Reward"
)
OLD = "A1,W1,Submitted,2018-04-07 17:00:00,2018-04-07 17:10:00,,,$0.05"
NEW = "A1,W1,Approved,2018-04-07 17:00:00,2018-04-07 17:10:00,2018-04-09 10:00:00,,$0.05"


def statuses(*rows: str, header: str = DATED) -> dict:
    found = read(mturk(*rows, header=header))["by_status"]
    return {status: told["count"] for status, told in found.items()}


def test_a_task_sent_twice_counts_once():
    assert statuses(NEW, NEW) == {"paid": 1}


def test_a_task_sent_twice_is_two_rows():
    assert read(mturk(NEW, NEW, header=DATED))["rows"] == 2


def test_a_repeated_task_is_told():
    assert "repeats" in codes(read(mturk(NEW, NEW, header=DATED)))


def test_the_later_status_date_wins_when_it_comes_last():
    assert statuses(OLD, NEW) == {"paid": 1}


def test_the_later_status_date_wins_when_it_comes_first():
    assert statuses(NEW, OLD) == {"paid": 1}


def test_without_dates_the_later_row_wins():
    header = "AssignmentId,WorkerId,AssignmentStatus"
    assert statuses("A1,W1,Submitted", "A1,W1,Rejected", header=header) == {"rejected": 1}


def test_a_header_in_the_middle_of_the_file_is_no_task():
    assert statuses(OLD, DATED, NEW) == {"paid": 1}


def test_a_header_with_a_mark_in_the_middle_of_the_file_is_no_task():
    assert statuses(OLD, "\ufeff" + DATED, NEW) == {"paid": 1}


def test_the_time_of_a_repeated_task_counts_once():
    assert read(mturk(OLD, NEW, header=DATED))["seconds"]["sum"] == 600
