"""The base of every form: WTForms in the reader's language, with a token under /me/."""

from datetime import timedelta
from typing import Any

from flask import request, session
from flask_babel import get_locale
from werkzeug.datastructures import MultiDict
from wtforms import Form as WTForm
from wtforms.csrf.session import SessionCSRF
from wtforms.meta import DefaultMeta

from coop.web.settings import config


class Form(WTForm):
    """A form for those who have no session: a submission key stands for the token."""

    class Meta(DefaultMeta):
        """WTForms speaks the language of the page."""

        @property
        def locales(self) -> list[str]:
            """The page's language, for WTForms' own messages."""
            return [str(get_locale() or "en")]

        def wrap_formdata(self, form: WTForm, formdata: Any) -> Any:
            """What was sent, without null signs: PostgreSQL can keep none."""
            if isinstance(formdata, MultiDict):
                formdata = MultiDict(
                    (name, value.replace("\x00", "")) for name, value in formdata.items(multi=True)
                )
            return super().wrap_formdata(form, formdata)

    @classmethod
    def sent(cls, **kwargs: Any) -> "Form":
        """The form as this request sends it."""
        return cls(request.form, **kwargs)


class SignedInForm(Form):
    """A form under /me/: it carries a token bound to the session."""

    class Meta(Form.Meta):
        """The token is WTForms' own, kept in the session."""

        csrf = True
        csrf_class = SessionCSRF
        csrf_time_limit = timedelta(hours=12)

        @property
        def csrf_secret(self) -> bytes:
            """A key of its own, never the one that signs the session."""
            return config().key("forms under /me/")

        @property
        def csrf_context(self) -> Any:
            """The session, which exists under /me/ only."""
            return session
