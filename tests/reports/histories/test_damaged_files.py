"""Whatever is done to a file, it is read or refused with a sentence; nothing else comes out."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.reports.histories import refusals
from tests.reports.histories.reading import FIXTURES, fixture, read

NAMES = sorted(path.name for path in FIXTURES.iterdir())
WOUNDS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), max_size=6)


def damaged(data: bytes, wounds: list[tuple[float, bytes]]) -> bytes:
    """The file with bytes written over it in places told as parts of its length."""
    out = bytearray(data)
    for part, scar in wounds:
        at = int(part * len(out))
        out[at : at + len(scar)] = scar
    return bytes(out)


@pytest.mark.parametrize("name", NAMES)
@given(wounds=WOUNDS, kept=st.floats(0, 1))
def test_a_damaged_file_is_read_or_refused(name, wounds, kept):
    data = damaged(fixture(name), wounds)
    with contextlib.suppress(refusals.UnreadableHistory):
        assert read(data[: int(kept * len(data)) + 1])["rows"] > 0


@pytest.mark.parametrize("name", NAMES)
@given(part=st.floats(0.5, 1, exclude_max=True))
def test_a_file_that_is_cut_never_gives_a_task_it_did_not_hold(name, part):
    whole = read(fixture(name))["by_status"]
    with contextlib.suppress(refusals.UnreadableHistory):
        cut = read(fixture(name)[: int(part * len(fixture(name)))])["by_status"]
        for status, told in cut.items():
            assert told["count"] <= whole.get(status, {"count": 0})["count"]
