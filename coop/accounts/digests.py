"""How secrets are turned into what is stored, and where new ones come from."""

from collections.abc import Callable
from dataclasses import dataclass

Digest = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keyed digests of links and sessions, and the source of new secrets."""

    link: Digest
    session: Digest
    new_secret: Callable[[], str]
