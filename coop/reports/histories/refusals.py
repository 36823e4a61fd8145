"""Why a history cannot be read, each with its own sentence and what to do about it."""

from coop.lib.refusals import Refusal
from coop.lib.words import N_


class UnreadableHistory(Refusal):
    """Something in the file that the reader did not survive; nothing of it was kept."""

    status = 422
    sentence = N_("We could not read this file. Nothing of it was kept.")


class EmptyFile(UnreadableHistory):
    """No bytes, or blanks only."""

    sentence = N_("This file is empty. Download it again from the platform, then send it.")


class NoRows(UnreadableHistory):
    """A header, and no task under it."""

    sentence = N_("This file has its column names but no task under them.")


class NotRecognised(UnreadableHistory):
    """Text, but of no format that is known."""

    sentence = N_(
        "We do not know this kind of file. We read the batch results and the worker site of "
        "Amazon Mechanical Turk, MTurk Suite, HITDB, Prolific and Toloka. For any other platform, "
        "copy your tasks into our template and send that."
    )


class Spreadsheet(UnreadableHistory):
    """An Excel or LibreOffice workbook."""

    sentence = N_(
        "This is a spreadsheet. Open it, choose Save as, then CSV, and send the file that you get."
    )


class Archive(UnreadableHistory):
    """Compressed: never opened here, whatever it holds."""

    sentence = N_("This file is compressed. Open it, and send the CSV or JSON file inside.")


class Pdf(UnreadableHistory):
    """A document to be printed."""

    sentence = N_(
        "This is a PDF, made to be printed. Ask the platform for the same history as CSV, or copy "
        "your tasks into our template."
    )


class Picture(UnreadableHistory):
    """A photograph or a screenshot."""

    sentence = N_(
        "This is a picture. Send the history as CSV or JSON, or copy your tasks into our template."
    )


class WebPage(UnreadableHistory):
    """The page around the download, or the sign-in page that came instead."""

    sentence = N_(
        "This is a web page, not the history itself. Sign in to the platform, use its download "
        "button, and send that file."
    )


class BinaryFile(UnreadableHistory):
    """Bytes that are not text."""

    sentence = N_("This file is not text. Send the history as CSV or JSON.")


class WrongEncoding(UnreadableHistory):
    """Text whose letters cannot be told."""

    sentence = N_(
        "The letters on line %(line)s cannot be read: the file was saved in an encoding that we "
        "cannot tell. Save it again as CSV UTF-8, and send that."
    )


class CutOff(UnreadableHistory):
    """The last record has no end."""

    sentence = N_(
        "This file is cut off: it stops in the middle of line %(line)s, after %(rows)s whole rows. "
        "Download it again. If it still stops there, delete that last line and send the rest."
    )


class CutOffJson(UnreadableHistory):
    """JSON whose brackets never close."""

    sentence = N_(
        "This file is cut off: its end is missing, after %(rows)s whole tasks. Download it again."
    )


class DamagedJson(UnreadableHistory):
    """JSON with a mistake in the middle."""

    sentence = N_(
        "This JSON file is damaged after %(rows)s whole tasks. Download it again, without opening "
        "or changing it."
    )


class LineTooLong(UnreadableHistory):
    """A cell, a line or a record beyond all use: often a quotation mark left open."""

    sentence = N_(
        "Line %(line)s, or a cell that begins there, is longer than a million characters. A "
        "quotation mark is probably missing."
    )


class TooManyRows(UnreadableHistory):
    """More than fits in the memory that a history may take."""

    status = 413
    sentence = N_(
        "This file has more than %(most)s rows, the most that we read at once. Send it in parts, "
        "for example one year each."
    )


class TooHeavy(UnreadableHistory):
    """The reader met its limit of memory or of time, or was killed."""

    status = 413
    sentence = N_(
        "Reading this file took too much memory or time, so we stopped. Nothing of it was kept. "
        "Send it in smaller parts."
    )


class UnknownWorker(UnreadableHistory):
    """The worker asked for is not in the file."""

    sentence = N_("This worker number is not in the file. Check it, or leave the field empty.")


class Busy(UnreadableHistory):
    """All readers are taken."""

    status = 503
    sentence = N_(
        "Other histories are being read right now. Yours was not kept. Try again in a minute."
    )


_KINDS: list[type[UnreadableHistory]] = [
    UnreadableHistory,
    *UnreadableHistory.__subclasses__(),
]
BY_NAME = {kind.__name__: kind for kind in _KINDS}
