"""The shapes of what identifies: addresses, accounts, numbers, days. Each pattern is bounded."""

import re
from collections.abc import Callable, Iterable, Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from coop.lib import names

_IBAN_PRIME = 97
_SHORTEST_IBAN = 15
_PHONE_TRIES = 200
_FEWEST_PHONE_DIGITS = 8
# Where no country is told, numbers are read as written in these, and internationally.
_USUAL_REGIONS = ("FR", "US", "IN")

Span = tuple[int, int]
Finder = Callable[[str], Iterable[Span]]

_IBAN = re.compile(
    r"\b[A-Z]{2}\d{2}(?:(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?|[A-Z0-9]{11,30})\b",
    re.IGNORECASE | re.ASCII,
)


def _pattern(expression: str, flags: int = 0) -> Finder:
    compiled = re.compile(expression, flags)
    return lambda text: (match.span() for match in compiled.finditer(text))


def _worker_ids(text: str) -> Iterator[Span]:
    """MTurk's A and 10 to 14 capitals and figures; Prolific's 24 and Toloka's 32 hex figures."""
    for match in re.finditer(r"\bA[A-Z0-9]{10,14}\b|\b[0-9a-fA-F]{24}\b|\b[0-9a-f]{32}\b", text):
        if any(sign.isdigit() for sign in match[0]):
            yield match.span()


def _ibans(text: str) -> Iterator[Span]:
    """Account numbers whose check figures hold; a word that follows one is cut off again."""
    for match in _IBAN.finditer(text):
        end = match.end()
        while end > match.start():
            if _is_iban(text[match.start() : end]):
                yield match.start(), end
                break
            end = max(text.rfind(" ", match.start(), end), match.start())


def _is_iban(written: str) -> bool:
    """True where the check figures hold (ISO 7064, mod 97)."""
    signs = written.replace(" ", "").upper()
    turned = signs[4:] + signs[:4]
    return (
        len(signs) >= _SHORTEST_IBAN
        and int("".join(str(int(sign, 36)) for sign in turned)) % _IBAN_PRIME == 1
    )


def _task_ids(text: str) -> Iterator[Span]:
    """Long runs of letters with figures, or of figures alone."""
    for match in re.finditer(r"\b(?=[A-Za-z0-9]{0,40}\d)[A-Za-z0-9]{12,64}\b|\b\d{9,40}\b", text):
        figures = sum(sign.isdigit() for sign in match[0])
        if figures >= len(match[0]) // 6:
            yield match.span()


_MONTHS = (
    r"jan(?:uary|vier)?|feb(?:ruary)?|f[ée]v(?:rier)?|mar(?:ch|s)|apr(?:il)?|avr(?:il)?|ma[yi]"
    r"|june?|juin|july?|juil(?:let)?|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|oct(?:ober|obre)?"
    r"|nov(?:ember|embre)?|d[ée]c(?:ember|embre)?"
)
_DATES = (
    rf"\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}})\b"
    rf"|\b(?:[12]?\d|3[01])(?:st|nd|rd|th|er)?(?: of)? (?:{_MONTHS})\b"
    rf"|\b(?:{_MONTHS})\.? (?:[12]?\d|3[01])(?:st|nd|rd|th)?\b(?![:h])"
)
_TIMES = (
    r"\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?\b|\b(?:[01]?\d|2[0-3]) ?h ?[0-5]\d\b"
    r"|\b(?:1[0-2]|[1-9])(?:[:.][0-5]\d)? ?[ap]\.?m\b|\b[àÀ] (?:[01]?\d|2[0-3]) ?h(?:eures)?\b"
)

# In this order: what one finder has claimed, the next ones leave alone.
FINDERS: tuple[tuple[str, Finder], ...] = (
    ("link", _pattern(r"\b(?:https?://|www\.)\S{1,500}", re.IGNORECASE)),
    ("email", _pattern(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    (
        "link",
        _pattern(
            r"\b(?:t\.me|wa\.me|fb\.com|(?:[a-z0-9-]{1,40}\.){1,3}(?:com|org|net|io|fr|in|co|ai))"
            r"/\S{1,500}",
            re.IGNORECASE,
        ),
    ),
    ("iban", _ibans),
    ("worker_id", _worker_ids),
    ("date", _pattern(_DATES, re.IGNORECASE)),
    ("time", _pattern(_TIMES, re.IGNORECASE)),
)
LATER: tuple[tuple[str, Finder], ...] = (
    ("task_id", _task_ids),
    ("handle", _pattern(r"(?<![\w@.])@\w[\w.]{1,40}")),
    ("name", names.spans),
)


def phones_of(country: str | None) -> Finder:
    """The finder of phone numbers as they are written in a country, and internationally."""
    regions = (country,) if country else _USUAL_REGIONS

    def phones(text: str) -> Iterator[Span]:
        found: list[Span] = []
        for region in regions:
            matcher = PhoneNumberMatcher(
                text, region, leniency=Leniency.VALID, max_tries=_PHONE_TRIES
            )
            for match in matcher:
                is_new = all(match.end <= start or end <= match.start for start, end in found)
                if is_new and _is_long(match.raw_string):
                    found.append((match.start, match.end))
        return iter(found)

    return phones


def _is_long(written: str) -> bool:
    return sum(sign.isdigit() for sign in written) >= _FEWEST_PHONE_DIGITS
