"""Forms that a token's key signs on the phone (static/js/act.js), whatever they are about."""

from typing import Any

from wtforms import HiddenField

from coop.lib.refusals import Refusal
from coop.tokens.acts import read_act
from coop.tokens.rules import Act
from coop.web.forms import Form
from coop.web.refusals import said
from coop.web.submission import new_key, opened


class ActForm(Form):
    """A form that a token's key signs: the act is put in by the phone."""

    submission = HiddenField()
    act = HiddenField()


def bare(typed: str | None) -> str | None:
    """A newline counts as one sign, as it does in the browser."""
    return typed.replace("\r\n", "\n") if typed else typed


def with_key(form: ActForm, name: str) -> Any:
    """The form with a submission key of its own, where it has none yet."""
    form.submission.data = form.submission.data or new_key(name)
    return form


def act_of(form: ActForm, name: str) -> Act:
    """The act that the phone put into a form of ours; raises where either is damaged."""
    opened(name, form.submission.data or "")
    return read_act(form.act.data or "")


def refuse(form: ActForm, refusal: Refusal, name: str) -> int:
    """Put a refusal at the head of the form, which comes back filled; return its status."""
    form.form_errors.append(said(refusal))
    form.submission.data, form.act.data = new_key(name), ""
    return refusal.status
