"""Reads the forms of a page as a browser does, and signs those that a token signs.

The browser's `act.js` does the same with the same attributes: `data-act`, `data-scope`,
`data-act-fields`, `data-act-part`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from coop.tokens.client.house import Answer, HouseRefused
from coop.tokens.rules import fields_digest

HEADINGS = {"h1", "h2", "h3", "h4"}
LEFT_OUT = {"checkbox", "radio", "submit", "button", "file"}


@dataclass(slots=True)
class PageForm:
    """A form: where it goes, what its tag says, and what it would send."""

    action: str
    said: dict[str, str]
    fields: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """What a token signs of this form: the act, its parts, and a digest of its fields."""
        body: dict[str, Any] = {"act": self.said["data-act"]}
        for name, kind in self.parts.items():
            value = self.fields[name]
            body[name] = int(value) if kind == "number" else value
        names = self.said.get("data-act-fields", "").split()
        if names:
            body["fields"] = fields_digest({name: self.fields.get(name, "") for name in names})
        return body


class _Reader(HTMLParser):
    """Collects the forms of a page, and the words in which it refuses something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.refusals: list[str] = []
        self._is_inside = False
        self._area = self._select = ""
        # How deep within what is wrong, and whether within its heading.
        self._wrong = 0
        self._is_heading = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = True
            self.forms.append(PageForm(given.get("action", ""), given))
        elif self._is_inside:
            self._control(tag, given)
        if self._wrong or given.get("role") == "alert":
            self._wrong += tag not in ("br", "input", "img")
            self._is_heading = tag in HEADINGS

    def handle_endtag(self, tag: str) -> None:
        if self._wrong and tag == "a" and self.refusals:
            self.refusals[-1] += ":"  # the name of a field, before what is wrong with it
        self._wrong = max(0, self._wrong - 1)
        self._is_heading = self._is_heading and tag not in HEADINGS
        if tag == "form":
            self._is_inside = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area] += data.removeprefix("\r\n").removeprefix("\n")
        if self._wrong and not self._is_heading and data.strip():
            self.refusals.append(" ".join(data.split()))

    def _control(self, tag: str, given: dict[str, str]) -> None:
        fields, name = self.forms[-1].fields, given.get("name", "")
        if tag == "option" and self._select and ("selected" in given or not fields[self._select]):
            fields[self._select] = given.get("value", "")
        elif tag == "input" and name and (given.get("type") not in LEFT_OUT or "checked" in given):
            fields[name] = given.get("value", "")
            if "data-act-part" in given:
                self.forms[-1].parts[name] = given["data-act-part"]
        elif tag in ("textarea", "select") and name:
            fields[name] = ""
            self._area, self._select = (name, "") if tag == "textarea" else ("", name)


def form_of(answer: Answer, *, to: str = "", **said: str) -> PageForm:
    """The form of a page that goes to an address, or whose tag says this (`act="second"`).

    Raises HouseRefused with the page's own words where there is none.
    """
    page = _Reader(answer.text)
    wanted = {f"data-{name.replace('_', '-')}": value for name, value in said.items()}
    for form in page.forms:
        if (not to or form.action == to) and wanted.items() <= form.said.items():
            return form
    if answer.status >= 400 or page.refusals:
        raise HouseRefused(_words_of(answer))
    raise HouseRefused("this page does not offer that now")


def accepted(answer: Answer) -> Answer:
    """The answer to a form, where it was taken; else HouseRefused with the page's words."""
    if answer.status < 400:
        return answer
    raise HouseRefused(_words_of(answer))


def _words_of(answer: Answer) -> str:
    """Why something was refused: what a page says of its form, or what a problem says."""
    if refusals := _Reader(answer.text).refusals:
        return " ".join(refusals)
    answer.json()
    return f"status {answer.status}"


def filled(form: PageForm, words: Mapping[str, str], **buttons: str) -> dict[str, str]:
    """What the form sends with these words typed in and this button pressed."""
    return form.fields | dict(words) | buttons
