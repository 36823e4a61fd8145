"""Dates and times as platforms write them, as milliseconds since 1970 in UTC."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

DAY_MS = 86_400_000
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_YEARS = range(1995, 2101)
_MONTHS = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
    "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip
# Minutes east of UTC. Names that mean two places (IST, BST) are left out: never guessed.
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0,
    "PST": -480, "PDT": -420, "MST": -420, "MDT": -360,
    "CST": -360, "CDT": -300, "EST": -300, "EDT": -240,
    "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "JST": 540,
}  # fmt: skip
_OFFSET = re.compile(r"(?:UTC|GMT)([+-])(\d{1,2}):?(\d\d)?")
_NAMED_ZONE = re.compile(r"^(.*\d) ?([A-Z]{1,4}(?:[+-]\d{1,2}(?::?\d\d)?)?)$")
_LONGEST_SECONDS = 9
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_JAVA = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) "
    r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?: (\S+))? (\d{4})"
)

_java_days: dict[tuple[str, str, str | None, str], int] = {}
_MOST_DAYS_KEPT = 4_096


def moment(cell: str) -> int:
    """The instant that a cell tells; one without a time zone is taken as UTC. Else ValueError."""
    cell = cell.strip()
    if java := _JAVA.fullmatch(cell):
        return _java_moment(java)
    if ":" not in cell:
        raise ValueError(cell)
    try:
        return _milliseconds(datetime.fromisoformat(cell))
    except ValueError:
        return _zoned(cell)


def day(cell: str) -> int:
    """Days since 1970 of a cell that tells a day, or a moment (then in UTC). Else ValueError."""
    if found := _DAY.fullmatch(cell.strip()):
        year, month, number = found.groups()
        return date(int(year), int(month), int(number)).toordinal() - _EPOCH_DAY
    return moment(cell) // DAY_MS


def is_day(cell: str) -> bool:
    """Whether the cell tells a day without a time."""
    return _DAY.fullmatch(cell.strip()) is not None


def has_zone(cell: str) -> bool:
    """Whether the cell says in which time zone it is."""
    cell = cell.strip()
    if java := _JAVA.fullmatch(cell):
        return java[6] is not None
    return _NAMED_ZONE.fullmatch(cell) is not None or bool(re.search(r"[+-]\d\d:?\d\d$", cell))


def monday(days: int) -> str:
    """The Monday of a day's ISO week, as a date."""
    found = date.fromordinal(days + _EPOCH_DAY)
    return (found - timedelta(days=found.weekday())).isoformat()


@lru_cache(maxsize=4_096)
def duration(cell: str) -> int:
    """A duration in seconds, as microseconds. Else ValueError."""
    whole, _, part = cell.strip().partition(".")
    if not whole.isdecimal() or (part and not part.isdecimal()) or len(whole) > _LONGEST_SECONDS:
        raise ValueError(cell)
    return int(whole) * 1_000_000 + int((part + "000000")[:6])


def _java_moment(java: re.Match[str]) -> int:
    month, number, hours, minutes, seconds, zone, year = java.groups()
    key = (month, number, zone, year)
    start = _java_days.get(key)
    if start is None:
        if len(_java_days) >= _MOST_DAYS_KEPT:
            _java_days.clear()
        midnight = datetime(int(year), _MONTHS.get(month, 0), int(number), tzinfo=_zone(zone))
        start = _java_days[key] = _milliseconds(midnight)
    return start + ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000


def _zoned(cell: str) -> int:
    """An ISO time followed by the name of a zone, which datetime does not read."""
    found = _NAMED_ZONE.fullmatch(cell)
    if not found:
        raise ValueError(cell)
    told = datetime.fromisoformat(found[1])
    if told.tzinfo is not None:
        raise ValueError(cell)
    return _milliseconds(told.replace(tzinfo=_zone(found[2])))


def _zone(name: str | None) -> timezone:
    if name is None:
        return UTC
    if name in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name]))
    offset = _OFFSET.fullmatch(name)
    if not offset:
        raise ValueError(name)
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))


def _milliseconds(told: datetime) -> int:
    if told.year not in _YEARS:
        raise ValueError(told.year)
    days = told.toordinal() - _EPOCH_DAY
    clock = (told.hour * 60 + told.minute) * 60 + told.second
    offset = told.utcoffset()
    east = 0 if offset is None else round(offset.total_seconds() * 1000)
    return days * DAY_MS + clock * 1000 + told.microsecond // 1000 - east
