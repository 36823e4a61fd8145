"""`python -m bench`: prints what was measured; read the ratios, since machines differ."""

import argparse

from bench import busy, ledger, pages, rooms, tokens
from bench.houses import POSTGRES
from bench.reports import measure

LIMIT = 1.0


def main() -> None:
    """Measure on every database that is at hand."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="how many reports")
    parser.add_argument("--only", choices=("postgresql", "sqlite"), help="one database only")
    asked = parser.parse_args()
    pages.measure(lambda line: print(line, flush=True))
    rooms.measure(lambda line: print(line, flush=True))
    busy.measure(lambda line: print(line, flush=True))
    kinds = ["postgresql", "sqlite"] if POSTGRES else ["sqlite"]
    ledger.measure(kinds, lambda line: print(line, flush=True))
    if not POSTGRES:
        print("PostgreSQL is not measured: TEST_POSTGRES_URL does not say where one is.")
    tokens.measure(kinds, lambda line: print(line, flush=True))
    for kind in kinds:
        if asked.only in (None, kind):
            measured = measure(kind, asked.rows, lambda line: print(line, flush=True))
            slow = [each.what for each in measured if each.seconds >= LIMIT]
            print(f"{kind}: {len(slow)} of {len(measured)} over {LIMIT:.0f} s", *slow, sep="\n  ")


if __name__ == "__main__":
    main()
