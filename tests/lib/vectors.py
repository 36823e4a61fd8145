"""The vectors of RFC 9474, appendix A: four variants of one key, with every step."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from coop.lib.blindrsa import PrivateKey

PATH = Path(__file__).with_name("fixtures") / "rfc9474.json"


@dataclass(frozen=True)
class Vector:
    """One variant of the appendix; bytes where it has hexadecimal."""

    name: str
    msg: bytes
    msg_prefix: bytes
    prepared_msg: bytes
    salt: bytes
    encoded_msg: bytes
    inv: bytes
    blinded_msg: bytes
    blind_sig: bytes
    sig: bytes


@cache
def _read() -> dict[str, Any]:
    return json.loads(PATH.read_text())


def key() -> PrivateKey:
    """The key of all four."""
    numbers = {name: int(text, 16) for name, text in _read()["key"].items()}
    made = PrivateKey.from_primes(numbers["p"], numbers["q"], numbers["d"])
    assert (made.n, made.e) == (numbers["n"], numbers["e"])
    return made


def vectors() -> list[Vector]:
    """The four variants."""
    return [
        Vector(**{k: v if k == "name" else bytes.fromhex(v) for k, v in variant.items()})
        for variant in _read()["variants"]
    ]
