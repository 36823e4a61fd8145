"""What rights about petitions are called: a descriptor in the ledger holds no words of theirs."""

from collections.abc import Iterable

from sqlalchemy import select

from coop.db import db
from coop.petitions.models import Petition

KINDS = ("seconding", "debate")


def titles(scopes: Iterable[str]) -> dict[str, str]:
    """The title of the petition that each of these scopes is about; none where it is withdrawn."""
    about = {scope: scope.partition("-")[2] for scope in scopes if scope.startswith(KINDS)}
    if not about:
        return {}
    rows = db.session.execute(
        select(Petition.code, Petition.title).where(Petition.code.in_(set(about.values())))
    )
    told = {code: title for code, title in rows if title}
    return {scope: told[code] for scope, code in about.items() if code in told}
