"""A process of its own that appends to the ledger: `python -m tests.ledger.appender`.

Arguments: the two databases' addresses, a name, how many leaves (0: until it is killed). Half of
them are public, half wait and are appended by upkeep, as in the house.
"""

import sys
from datetime import timedelta
from hashlib import sha256

from coop import create_app
from coop.db import writing
from coop.ledger import service
from coop.ledger.rules import SIGNER, Leaf
from coop.web.settings import config
from tests.conftest import Databases, dispose, make_config
from tests.ledger.leaves import TODAY


def leaf(name: str, number: int) -> Leaf:
    """The public leaf of this number."""
    return Leaf("scope", {"scope": f"{name}-{number}"}, bytes(16))


def waiting(name: str, number: int) -> bytes:
    """The digest of this number that a worker sends."""
    return sha256(f"{name} {number}".encode()).digest()


def main(members: str, voice: str, name: str, count: int) -> None:
    """Append leaf after leaf, telling of each when it stands."""
    app = create_app(make_config(Databases("?", members, voice)))
    with app.app_context():
        number = 0
        while not count or number < count:
            with writing("voice") as session:
                service.wait(session, [waiting(name, number)], today=TODAY)
            with writing("voice") as session:
                signer = config().key(SIGNER)
                service.append(session, [leaf(name, number)], signer=signer, today=TODAY)
            service.upkeep(TODAY + timedelta(days=1), config())
            print(number, flush=True)
            number += 1
        dispose(app)


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]))
