"""Another wording of a petition in debate: anybody proposes one, its author publishes one."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from coop.lib.refusals import Refusal
from coop.petitions import authoring, debating, queries
from coop.petitions.authoring import DebateOver, NotDebated, TextMovedOn
from coop.petitions.diffs import changes
from coop.petitions.forms import AmendForm
from coop.petitions.models import Petition, Version
from coop.petitions.pages import act_of, keys_of, refuse, traces, with_key
from coop.petitions.texts import FIELDS, amended, seq_of
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.limits import carries_act, limited
from coop.web.settings import config

bp = Blueprint("amending", __name__, url_prefix="/<code>/amend")


@bp.get("")
@anyone
def blank(code: str) -> str:
    """The wording that stands, to be changed."""
    found, version = _in_debate(code)
    said = version.said
    form = AmendForm(data=said.fields | {"evidence": list(said.cited), "version": found.version})
    return _questions(found, with_key(form))


@bp.post("")
@anyone
@limited("60 per minute", what="petition", spares=carries_act)
def answered(code: str) -> Any:
    """One address for three buttons: check the wording, change it, or send it."""
    found, version = _in_debate(code)
    form: AmendForm = with_key(AmendForm(request.form))
    step = request.form.get("step")
    if step == "edit":
        return _questions(found, form)
    if not form.validate():
        return _questions(found, form), 422
    try:
        if step == "send":
            return _send(found, version, form)
        return _check(found, version, form)
    except Refusal as refusal:
        status = refuse(form, refusal)
        form.version.data = str(found.version)
        return _questions(found, form), status


def _send(found: Petition, version: Version, form: AmendForm) -> Any:
    act, text = act_of(form), replace(version.said, **form.wording())
    if act.body.get("act") == "version":
        authoring.publish_version(found.code, text, act, today=today(), config=config())
        return redirect(url_for("petitions.petition", code=found.code, done="changed"), 303)
    said = debating.propose(
        found.code, act, text=text, reason=form.why(), version=_number(form), today=today()
    )
    return redirect(
        url_for("petitions.debate.amendment", code=found.code, amendment_code=said.code), 303
    )


def _questions(found: Petition, form: AmendForm) -> str:
    return render_template(
        "petitions/amend.html", form=form, is_filled=request.method == "POST", **keys_of(found)
    )


def _check(found: Petition, version: Version, form: AmendForm) -> str:
    if _number(form) != found.version:
        raise TextMovedOn(number=found.version)
    text = amended(version.said, form.wording())
    return render_template(
        "petitions/check_wording.html",
        form=form,
        text=text,
        reason=form.why(),
        fields=FIELDS,
        seq=seq_of(text.fields | {"reason": form.why()}),
        changes=changes(version.said.fields, text.fields),
        **keys_of(found),
        **traces({"text": text.text, "demand": text.demand, "reason": form.why()}),
    )


def _number(form: AmendForm) -> int:
    """The version that the wording was written for; 0, which none is, for anything else."""
    typed = form.version.data or ""
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 0


def _in_debate(code: str) -> tuple[Petition, Version]:
    found = queries.petition(code)
    if found.state != "debated":
        raise NotDebated if request.method == "GET" else DebateOver
    return found, queries.version(code, found.version)
