"""How a wallet speaks with a house: with its session to the seat, and without to all else.

The two never share a cookie, as in a browser. Standard library only.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

PATIENCE = 60.0
FORM = "application/x-www-form-urlencoded"


class HouseRefused(Exception):
    """The house did not do what was asked; its words say why, `problem` is all it said."""

    def __init__(self, words: str, problem: Mapping[str, Any] | None = None) -> None:
        super().__init__(words)
        self.problem = problem or {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the house said: the status, the text, and the address that it came from in the end."""

    status: int
    text: str
    address: str = ""

    def json(self) -> Any:
        """The value in a good answer; raises HouseRefused with the house's own words."""
        try:
            value = json.loads(self.text)
        except ValueError as error:
            raise HouseRefused(f"no JSON, but an answer of status {self.status}") from error
        if self.status >= 400:
            problem = value if isinstance(value, dict) else {}
            raise HouseRefused(problem.get("detail") or f"status {self.status}", problem)
        return value


class House(Protocol):
    """Somebody who carries questions to a house and its answers back."""

    def ask(
        self,
        path: str,
        *,
        sends: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        as_member: bool = False,
    ) -> Answer:
        """GET an address, or POST JSON (`sends`) or a form to it; with the session or without."""
        ...


@dataclass(slots=True)
class WebHouse:
    """A house at an address, spoken to over HTTP."""

    base: str
    _member: OpenerDirector = field(
        default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar()))
    )
    _anyone: OpenerDirector = field(default_factory=build_opener)

    def ask(
        self,
        path: str,
        *,
        sends: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        as_member: bool = False,
    ) -> Answer:
        """GET an address, or POST JSON (`sends`) or a form to it; with the session or without."""
        said = {"Accept": "application/json, text/html;q=0.9", **(headers or {})}
        data = None
        if sends is not None:
            data, said["Content-Type"] = json.dumps(sends).encode(), "application/json"
        elif form is not None:
            data, said["Content-Type"] = urlencode(form).encode(), FORM
        if data is not None:
            said["Origin"] = self.base.rstrip("/")
        opener = self._member if as_member else self._anyone
        try:
            asked = Request(urljoin(self.base, path), data=data, headers=said)  # noqa: S310 - typed by its user
            with opener.open(asked, timeout=PATIENCE) as answer:
                return Answer(answer.status, answer.read().decode(), answer.url)
        except HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, refusal.read().decode("utf-8", "replace"), refusal.url)
        except URLError as silence:
            raise HouseRefused(f"{self.base} does not answer: {silence.reason}") from silence
        except (OSError, HTTPException) as broken:
            raise HouseRefused(f"{self.base} broke off: {broken}") from broken
        except ValueError as error:
            raise HouseRefused(f"{self.base} is no address of a house: {error}") from error
