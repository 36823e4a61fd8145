"""The one list of features, lowest floor first; a new feature is a folder and one line here."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

FEATURES = (
    "ledger",
    "accounts",
    "platforms",
    "moderation",
    "tokens",
    "reports",
    "wallet",
    "votes",
    "chat",
    "petitions",
    "observatory",
    "console",
)


def parts(name: str) -> Iterator[ModuleType]:
    """The modules of this name (`routes`, `service`, `demo` ...), of those that have one."""
    for feature in FEATURES:
        module = f"coop.{feature}.{name}"
        if find_spec(module) is not None:
            yield import_module(module)
