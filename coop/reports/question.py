"""A question of the taxonomy, whatever the type of its answer."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from coop.lib.refusals import Refusal
from coop.lib.words import N_

Translate = Callable[[str], str]


class FactRefused(Refusal):
    """An answer that its question does not allow; `fact` is the code of the question."""

    status = 422

    def __init__(self, fact: str, sentence: str, **params: object) -> None:
        super().__init__(**params)
        self.fact = fact
        self.sentence = sentence


@dataclass(frozen=True)
class Fact(ABC):
    """One question; `code` names its answer in forms, in the API, in storage and in exports."""

    code: str
    question: str
    _: KW_ONLY
    hint: str = ""
    is_required: bool = False
    type: ClassVar[str] = ""

    @property
    def column(self) -> str:
        """The answer's column in an export."""
        return self.code

    def validated(self, raw: Any, *, currency: str | None = None) -> Any:
        """The answer typed and within bounds, None where nothing was said; or FactRefused."""
        if raw is None or raw in ("", [], ()):
            if self.is_required:
                raise FactRefused(self.code, N_("Please answer this question."))
            return None
        return self.read(raw, currency)

    def bounds(self, translate: Translate) -> dict[str, Any]:  # noqa: ARG002 - for its subclasses
        """What else the API says of this type."""
        return {}

    def as_json(self, translate: Translate) -> dict[str, Any]:
        """The question for the API, in the reader's language."""
        told = {
            "code": self.code,
            "type": self.type,
            "question": translate(self.question),
            "hint": translate(self.hint) if self.hint else "",
            "required": self.is_required,
        }
        return told | self.bounds(translate)

    @abstractmethod
    def read(self, raw: Any, currency: str | None) -> Any:
        """An answer that was given, typed and within bounds; or FactRefused."""
