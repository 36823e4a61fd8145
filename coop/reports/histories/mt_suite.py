"""The backup of MTurk Suite's HIT Tracker: status, reward and day, no times."""

from collections.abc import Mapping

from coop.reports.histories import mturk_site
from coop.reports.histories.mturk import PLATFORM
from coop.reports.histories.task import Doubts, Format, Task
from coop.reports.histories.vocabulary import TIMED_OUT

FORMAT = Format("mt_suite", PLATFORM, cannot_tell=(TIMED_OUT,), notes=("paid_unproven",))


def entry(record: Mapping[str, str], doubts: Doubts) -> Task:
    """The task of one entry: the site's own record, kept by the HIT alone, with its day."""
    return mturk_site.entry(record, doubts)._replace(id=record.get("hit_id", ""))
