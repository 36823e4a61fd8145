"""Finds names after “I am”, “je m'appelle” and the like: a hint, far from sure."""

import re
from collections.abc import Iterator

_OPENINGS = (
    r"my name(?:'s| is)|i am|i'm|call me|signed(?: by)?|yours,?|regards,?|sincerely,?"
    r"|je m'appelle|je suis|moi c'est|mon nom est|sign[ée]e?|cordialement,?|bien à vous,?"
    r"|me llamo|mi nombre es|meu nome é|ako si|mera naam"
)
_NAMED = r"[^\W\d_a-zà-öø-ÿ][^\W\d_]{1,30}"
_NAME = re.compile(
    rf"\b(?i:{_OPENINGS})[ \t]{{0,3}}[:,]?\s{{1,3}}"
    rf"(?P<name>{_NAMED}(?:[ '-]{_NAMED}){{0,3}})",
)
# Said of oneself with a capital by many, and no name.
_NO_NAME = frozenset(
    """a an the in on at not so very really just still also sorry tired sad angry happy afraid sure
    paid unpaid working worker member student mother father disabled french english american indian
    filipino filipina kenyan nigerian pakistani bangladeshi venezuelan brazilian malagasy moroccan
    tunisian african european european muslim christian blocked banned suspended turker master
    une un le la les en au aux très trop pas fatigué fatiguée désolé désolée triste payé payée
    français française malgache marocain marocaine tunisien tunisienne travailleur travailleuse
    étudiant étudiante membre bloqué bloquée banni bannie suspendu suspendue seul seule mturk
    amazon mechanical turk toloka prolific clickworker appen uber deliveroo remotasks taskus
    sur sous là ici chez de du des ce cette mon ma mes""".split()  # noqa: SIM905 - read as a list
)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a capitalised word follows a phrase that introduces a name."""
    for match in _NAME.finditer(text.replace("’", "'")):
        first = re.split(r"[ '-]", match["name"])[0]
        if first.casefold() not in _NO_NAME and not _is_shouted(match[0]):
            yield match.span("name")


def _is_shouted(words: str) -> bool:
    """True where all is in capitals, so that a capital tells nothing."""
    return words.isupper()
