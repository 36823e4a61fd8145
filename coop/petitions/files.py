"""The file of a record, for everybody to download: never opened here, and as it was recorded."""

from urllib.parse import quote

from flask import Blueprint, Response, request

from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.petitions import queries
from coop.petitions.attachments import Attachment
from coop.web.audiences import anyone
from coop.web.headers import CONFINED
from coop.web.limits import limited

bp = Blueprint("files", __name__)
# Its organizers may take it back on the same day: a cache asks whether it still stands.
ASK_AGAIN = "public, no-cache"


class NoSuchFile(Refusal):
    """No record of the petition has this file."""

    status = 404
    sentence = N_("There is no such file. It may have been mistyped, or taken back.")


@bp.get("/<code>/files/<state>/<name>")
@anyone
@limited("120 per minute", what="file")
def file(code: str, state: str, name: str) -> Response:
    """The file of what was recorded of one state; its bytes are read only where they are sent."""
    record = queries.record(code, state)
    found = record.file if record else None
    if record is None or found is None or found.name != name:
        raise NoSuchFile
    answer = Response(content_type=found.kind.type)
    answer.headers.set("Content-Disposition", "attachment", **_names(found))
    answer.headers["Content-Security-Policy"] = CONFINED
    answer.headers["Cache-Control"] = ASK_AGAIN
    answer.set_etag(found.digest.hex())
    answer.make_conditional(request)
    if answer.status_code == 304:
        return answer
    if request.method == "HEAD":
        answer.content_length = found.size
        return answer
    content = queries.file_content(record)
    if content is None:  # taken back since the record was read
        raise NoSuchFile
    answer.set_data(content)
    return answer


def _names(found: Attachment) -> dict[str, str]:
    """The name as headers say it: where it is not ASCII, as RFC 6266 does, beside a plain one."""
    if found.name.isascii():
        return {"filename": found.name}
    plain = f"file{found.kind.endings[0]}"
    return {"filename": plain, "filename*": f"UTF-8''{quote(found.name, safe='')}"}
