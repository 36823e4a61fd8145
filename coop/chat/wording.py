"""What the rooms answer in words, outside of any request, each reader in their language."""

from typing import Any

from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _

from coop.lib.refusals import Refusal
from coop.web.refusals import said
from coop.web.settings import EXTENSION as SETTINGS


class Wording:
    """Sentences of the app, in the languages that it offers."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._offered = app.extensions[SETTINGS].languages

    def say(self, sentence: str, language: str, **params: Any) -> str:
        """The sentence in this language."""
        with self._app.app_context(), force_locale(language):
            return _(sentence, **params)

    def refused(self, refusal: Refusal, language: str) -> dict[str, Any]:
        """A refusal as a browser reads it: its name, its sentence, when to try again."""
        with self._app.app_context(), force_locale(language):
            sentence = said(refusal)
        error = {"reason": type(refusal).__name__, "sentence": sentence}
        if retry_after := getattr(refusal, "retry_after", None):
            error["retry_after"] = retry_after
        return {"error": error}

    def language(self, wanted: object) -> str:
        """The language that was asked for, where it is offered; otherwise the first one."""
        return wanted if isinstance(wanted, str) and wanted in self._offered else self._offered[0]
