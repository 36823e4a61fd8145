"""What the pages of one petition share: where it stands, and the sending of a signed act."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coop.lib import base64url
from coop.lib.identity import NOT_FOUND_HERE, warnings
from coop.lib.refusals import Refusal
from coop.petitions import queries
from coop.petitions.forms import FORM
from coop.petitions.models import Petition, Record
from coop.petitions.presenting import marks, next_step, owner, stillness
from coop.petitions.rules import State
from coop.tokens import forms
from coop.tokens.forms import ActForm
from coop.tokens.rules import Act, scope_code
from coop.web.clock import today
from coop.web.submission import new_key


def standing(
    found: Petition,
    records: Mapping[State, Record] | None = None,
    entered: Mapping[State, date] | None = None,
) -> dict[str, Any]:
    """What a page of a petition says of where it stands, and who may act.

    `entered` is asked for where the page has not asked already.
    """
    return {
        "path": marks(found, queries.entered(found.code) if entered is None else entered),
        "owner": owner(found),
        "next_step": next_step(found, today(), records),
        "still": stillness(found, today()),
        "is_over": _is_over(found.due_on),
        **keys_of(found),
    }


def keys_of(found: Petition) -> dict[str, Any]:
    """By which rights one may act here, as the forms name them."""
    return {
        "petition": found,
        "key": base64url.encode(found.nonce),
        "debate_scope": scope_code("debate", found.code),
        "seconding_scope": scope_code("seconding", found.code),
        "submission": new_key(FORM),
        "today": today(),
    }


def with_key(form: ActForm) -> Any:
    """The form with a submission key of its own, where it has none yet."""
    return forms.with_key(form, FORM)


def act_of(form: ActForm) -> Act:
    """The act that the phone put into a form of ours; raises where either is damaged."""
    return forms.act_of(form, FORM)


def refuse(form: ActForm, refusal: Refusal) -> int:
    """Put a refusal at the head of the form, which comes back filled; return its status."""
    return forms.refuse(form, refusal, FORM)


def traces(texts: Mapping[str, str]) -> dict[str, Any]:
    """What in these texts could point to whoever wrote them, for the page before sending."""
    return {"warnings": warnings(texts), "cannot_find": NOT_FOUND_HERE}


def _is_over(due_on: date | None) -> bool:
    return due_on is not None and due_on < today()
