"""Each kind of bad file has its own sentence."""

import contextlib
import gzip
import io
import zipfile

import pytest

from coop.reports.histories import refusals
from coop.reports.histories.answer import Reading
from coop.reports.histories.rows import MOST_RECORDS
from coop.reports.histories.text import LONGEST_LINE
from tests.reports.histories.reading import codes, fixture, mturk, pieces, read

GOOD = mturk("H1,A1,W1,Approved,,,$0.05", "H2,A2,W1,Rejected,,,$0.07")


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "0" * 10_000_000)
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b" \r\n\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(refusals.EmptyFile):
        read(data)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (zipped("[Content_Types].xml"), refusals.Spreadsheet),
        (zipped("bomb.csv"), refusals.Archive),
        (gzip.compress(b"0" * 1000, mtime=0), refusals.Archive),
        (b"%PDF-1.7\n", refusals.Pdf),
        (b"\x89PNG\r\n\x1a\n", refusals.Picture),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", refusals.Spreadsheet),
        (b"\n <!DOCTYPE html><html>", refusals.WebPage),
        (b"\x7fELF\x02\x01\x01\0\0\0\xfe\xff\x01", refusals.BinaryFile),
    ],
)
def test_what_is_not_text_is_named(data, refusal):
    with pytest.raises(refusal):
        read(data)


def test_a_header_alone_has_no_rows():
    with pytest.raises(refusals.NoRows):
        read(mturk())


def test_an_empty_list_has_no_rows():
    with pytest.raises(refusals.NoRows):
        read('{"hits": [], "days": []}')


@pytest.mark.parametrize(
    "data", ["name,age\nAna,30\n", '{"name": "Ana"}', '{"results": [{"name": "Ana"}]}', "[1, 2]"]
)
def test_another_format_is_not_recognised(data):
    with pytest.raises(refusals.NotRecognised):
        read(data)


def test_a_file_cut_in_a_quoted_cell_is_refused_with_its_line():
    with pytest.raises(refusals.CutOff) as caught:
        read(GOOD + 'H3,A3,W1,"Appro')
    assert caught.value.params == {"line": 4, "rows": 2}


def test_a_file_cut_between_two_cells_is_refused():
    with pytest.raises(refusals.CutOff) as caught:
        read(GOOD + "H3,A3,W1,Appro")
    assert caught.value.params == {"line": 4, "rows": 2}


def test_a_file_without_a_last_line_end_is_whole():
    assert read(GOOD.rstrip("\n"))["rows"] == 2


def test_json_cut_off_is_refused_with_what_was_read():
    with pytest.raises(refusals.CutOffJson) as caught:
        read(fixture("mturk_site.json")[:700])
    assert caught.value.params == {"rows": 2}


def test_damaged_json_is_refused():
    with pytest.raises(refusals.DamagedJson):
        read(fixture("mturk_site.json").replace(b'"reward"', b"reward", 1))


@pytest.mark.parametrize("before", [0, 63_000, 65_000])
def test_a_number_without_end_is_damage(before):
    with pytest.raises(refusals.DamagedJson):
        read('{"results": [' + " " * before + '{"state": ' + "9" * 5_000 + "}]}")


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"results": ['])
def test_json_nested_absurdly_deep_is_refused(opening):
    with pytest.raises(refusals.NotRecognised):
        read(opening * 100_000)


def test_json_nested_within_a_task_is_bounded():
    with pytest.raises(refusals.NotRecognised):
        read('{"results": [{"state": ' + "[" * 100_000)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_encodings_of_unicode_are_read(encoding):
    assert read(GOOD.encode(encoding))["rows"] == 2


def test_windows_1252_is_read_and_told():
    found = read(GOOD.replace("W1", "Zoé").encode("cp1252"), worker="Zoé")
    assert found["rows"] == 2
    assert codes(found)[0] == "windows_1252"


def test_stray_letters_are_told_with_the_line_they_begin_on():
    data = GOOD.encode() + "H3,A3,Zoé,Approved,,,$0.05\n".encode("cp1252")
    assert read(data)["notes"][0]["params"] == {"line": 4}


@pytest.mark.parametrize("word", ["合格した".encode("shift-jis"), "одобрено".encode("cp1251")])
def test_letters_that_cannot_be_told_are_refused_with_their_line(word):
    with pytest.raises(refusals.WrongEncoding) as caught:
        read(GOOD.encode() + b"H3,A3,W1," + word + b",,,$0.05\n")
    assert caught.value.params == {"line": 4}


def test_a_null_byte_in_the_middle_is_refused_with_its_line():
    with pytest.raises(refusals.WrongEncoding) as caught:
        read(GOOD.encode() + b"x" * 70_000 + b"\nH3,A3\0\n")
    assert caught.value.params == {"line": 5}


def test_utf_16_cut_within_a_letter_is_refused():
    with pytest.raises((refusals.WrongEncoding, refusals.CutOff)):
        read(GOOD.encode("utf-16")[:-1])


def test_a_line_too_long_is_refused():
    with pytest.raises(refusals.LineTooLong) as caught:
        read(GOOD + "x" * (LONGEST_LINE + 1))
    assert caught.value.params == {"line": 4}


def test_a_quotation_mark_left_open_is_refused_where_it_begins():
    with pytest.raises(refusals.LineTooLong) as caught:
        read((GOOD + 'H3,A3,"W1,Approved,,,$0.05\n' + "x,\n" * LONGEST_LINE).encode())
    assert caught.value.params == {"line": 4}


def test_a_worker_who_is_not_there_is_refused():
    with pytest.raises(refusals.UnknownWorker):
        read(GOOD, worker="W2")


def test_formulas_are_data():
    rows = ("H1,=1+1,@SUM(A1),Approved,,,$0.05", "H2,-2,+3,=HYPERLINK(),,,$0.07")
    assert read(mturk(*rows))["not_understood"] == [{"line": 3, "word": "=HYPERLINK()"}]


def test_formulas_are_pointed_at():
    rows = ("H1,A1,W1,Approved,,,$0.05", "H2,A2,W1,Approved,,=1+1,$0.07")
    (found,) = [note for note in read(mturk(*rows))["notes"] if note["code"] == "formulas"]
    assert found["params"] == {"line": 3}


def test_words_that_are_shown_have_no_control_characters():
    rows = mturk("H1,A1,W1,Odd\x1b[31m\u2028word,,,$0.05")
    assert read(rows)["not_understood"][0]["word"] == "Odd [31m word"


def test_every_refusal_has_a_sentence_of_its_own():
    sentences = [refusal.sentence for refusal in refusals.BY_NAME.values()]
    assert len(set(sentences)) == len(sentences)


def test_nothing_of_a_worker_number_is_in_the_answer():
    answer = str(read(GOOD.replace("W1", "WORKER77"), worker="WORKER77"))
    assert "WORKER77" not in answer


@pytest.mark.parametrize("number", ["1e9999999999999999999", "-1e5", "1e-9"])
def test_a_number_beyond_reckoning_does_not_stop_the_reader(number):
    data = fixture("mt_suite.json").decode().replace('"reward": 0.05', f'"reward": {number}')
    with contextlib.suppress(refusals.DamagedJson):
        assert read(data)["not_understood_count"] == 3


def test_json_without_any_quotation_mark_is_not_read_to_its_end():
    with pytest.raises(refusals.DamagedJson):
        Reading(pieces(b'{"hits": [{"state": "' + b"a" * LONGEST_LINE * 2, 65_536)).answer()


def test_blank_lines_without_end_are_refused():
    with pytest.raises(refusals.TooManyRows):
        Reading(pieces(GOOD.encode() + b"\n" * MOST_RECORDS, 65_536)).answer()
