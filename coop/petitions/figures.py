"""Figures that a petition may cite, with their source; releases of our own are added later.

What is cited is frozen when the vote opens: its words, its value and its source become a leaf of
the ledger, so that nobody votes on a figure that changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coop.ledger.rules import Leaf
from coop.lib.words import N_


@dataclass(frozen=True, slots=True)
class Figure:
    """One citable figure: what it says, the value, what it rests on, where it was published."""

    code: str
    says: str
    value: str
    rests_on: str
    source: str

    def as_json(self) -> dict[str, Any]:
        """As it is frozen: in English, whatever the reader's language."""
        return {
            "code": self.code,
            "says": self.says,
            "value": self.value,
            "rests_on": self.rests_on,
            "source": self.source,
        }


HARA = "Hara et al., “A Data-Driven Analysis of Workers' Earnings on Mechanical Turk”, CHI 2018"
TOXTLI = "Toxtli, Suri, Savage, “Quantifying the Invisible Labor in Crowd Work”, CSCW 2021"
FAIRWORK = "Fairwork Cloudwork Ratings 2022"
DIPLAB = "DiPLab, “Le micro-travail en France”, 2019"
_HARA_RESTS = N_("2,676 workers, 3.8 million tasks")
_TOXTLI_RESTS = N_("100 workers, 40,903 tasks")
_FAIRWORK_RESTS = N_("workers who answered Fairwork's survey")
_DIPLAB_RESTS = N_("as its researchers estimate it")

FIGURES: tuple[Figure, ...] = (
    Figure(
        "mturk-median", N_("Median pay an hour on Mechanical Turk"), N_("about $2"),
        _HARA_RESTS, HARA,
    ),
    Figure(
        "mturk-above-minimum",
        N_("Workers of Mechanical Turk who earn more than $7.25 an hour"), N_("4%"),
        _HARA_RESTS, HARA,
    ),
    Figure(
        "invisible-time", N_("Share of working time that nobody pays"), N_("33%"),
        _TOXTLI_RESTS, TOXTLI,
    ),
    Figure(
        "invisible-pay",
        N_("Median pay an hour once unpaid time is counted"), N_("$2.83 instead of $3.76"),
        _TOXTLI_RESTS, TOXTLI,
    ),
    Figure(
        "done-unpaid", N_("Workers who did a task and were not paid"), N_("30%"),
        _FAIRWORK_RESTS, FAIRWORK,
    ),
    Figure(
        "unpaid-hours", N_("Unpaid hours a week"), N_("over 8"),
        _FAIRWORK_RESTS, FAIRWORK,
    ),
    Figure(
        "france-very-active", N_("People in France who work by the click very actively"),
        N_("14,903"), _DIPLAB_RESTS, DIPLAB,
    ),
    Figure(
        "france-regular", N_("People in France who work by the click regularly"), N_("52,337"),
        _DIPLAB_RESTS, DIPLAB,
    ),
    Figure(
        "france-occasional",
        N_("People in France registered for work by the click (an upper estimate)"),
        N_("266,126"), _DIPLAB_RESTS, DIPLAB,
    ),
    Figure(
        "france-women", N_("Women among workers by the click in France"), N_("56%"),
        _DIPLAB_RESTS, DIPLAB,
    ),
    Figure(
        "france-poverty", N_("Workers by the click in France who live below the poverty line"),
        N_("22%"), _DIPLAB_RESTS, DIPLAB,
    ),
    Figure(
        "france-permanent",
        N_("Workers by the click in France who hold a permanent contract elsewhere"), N_("40%"),
        _DIPLAB_RESTS, DIPLAB,
    ),
)  # fmt: skip
_BY_CODE = {figure.code: figure for figure in FIGURES}


def is_figure(code: str) -> bool:
    """Whether a figure of this code can be cited."""
    return code in _BY_CODE


def cited(codes: Iterable[str]) -> list[Figure]:
    """The figures of these codes, in the order of the registry."""
    wanted = set(codes)
    return [figure for figure in FIGURES if figure.code in wanted]


def as_frozen(figures: Iterable[Mapping[str, str]]) -> list[Figure]:
    """Figures as they were when a vote opened, whatever the registry says today."""
    return [Figure(**figure) for figure in figures]


def evidence_leaf(petition: str, version: int, figures: Sequence[Any], salt: bytes) -> Leaf:
    """The ledger's leaf of what a petition cites when its vote opens."""
    content = {"petition": petition, "version": version, "figures": list(figures)}
    return Leaf("evidence", content, salt)
