"""French and English are both complete: every sentence of the code stands in both catalogues."""

import io
import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from coop.config import LANGUAGES, ROOT

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_l": None, "N_": None}
METHODS = [("coop/**.py", "python"), ("templates/**.html", "jinja2")]
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def sentences() -> set[str | tuple[str, ...]]:
    """Each message of the code and the templates."""
    found = extract_from_dir(
        ROOT,
        method_map=METHODS,
        keywords=KEYWORDS,
        directory_filter=lambda path: not re.search(r"/(\.venv|node_modules|tests|\.git)", path),
    )
    return {message for _file, _line, message, _comments, _context in found if message}


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it stands in the tree."""
    path = ROOT / "coop" / "translations" / language / "LC_MESSAGES" / "messages.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def told(message: Message) -> list[str]:
    """Every form of a translation."""
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_missing(language: str) -> None:
    kept = {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in catalogue(language)
        if message.id
    }
    assert sentences() - kept == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_untranslated(language: str) -> None:
    assert [m.id for m in catalogue(language) if m.id and not all(told(m))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [m.id for m in catalogue(language) if m.id and m.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_stays_that_nobody_says(language: str) -> None:
    kept = {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in catalogue(language)
        if message.id
    }
    assert kept - sentences() == set()


def test_french_fills_in_what_english_fills_in() -> None:
    wrong = []
    for message in catalogue("fr"):
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        wanted = set(PLACEHOLDER.findall(" ".join(ids)))
        if any(not set(PLACEHOLDER.findall(form)) <= wanted for form in told(message)):
            wrong.append(message.id)
    assert wrong == []


def test_french_spaces_its_signs_as_french_does() -> None:
    wrong = [
        message.string
        for message in catalogue("fr")
        if message.id and any(re.search(r" [;:?!»]|« ", form) for form in told(message))
    ]
    assert wrong == []


def test_french_puts_no_dot_into_a_word() -> None:
    """A screen reader stumbles over “seul·e”, and so does whoever reads with effort."""
    dotted = [form for message in catalogue("fr") for form in told(message) if "·" in form]
    assert dotted == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_one_kind_of_apostrophe(language: str) -> None:
    typed = [
        form
        for message in catalogue(language)
        if message.id
        for form in told(message)
        if "'" in form
    ]
    assert typed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_compiled(language: str) -> None:
    folder = ROOT / "coop" / "translations" / language / "LC_MESSAGES"
    assert (folder / "messages.mo").stat().st_size > 50_000


def test_a_page_speaks_french(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "fr-CA, en;q=.5"}).text
    assert "Vous travaillez au clic." in page
    assert '<html lang="fr" dir="ltr">' in page
