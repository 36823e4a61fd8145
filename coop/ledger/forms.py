"""What may be asked of the ledger's page."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from coop.ledger.asking import NotADigest, digest_of, position_of
from coop.web.forms import Form


class LookUpForm(Form):
    """A commitment, or the number of any leaf."""

    leaf = StringField(
        _l("Commitment, or number of a leaf"),
        render_kw={"autocomplete": "off", "spellcheck": "false", "dir": "ltr", "maxlength": 200},
    )

    def validate_leaf(self, field: StringField) -> None:
        """64 hexadecimal signs, or a few digits: where a leaf stands."""
        self.digest, self.position = b"", position_of(field.data or "")
        if self.position is not None:
            return
        try:
            self.digest = digest_of(field.data or "")
        except NotADigest as refusal:
            raise ValidationError(_(refusal.sentence)) from refusal
