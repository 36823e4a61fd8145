"""What a reader of the figures must know, as sentences that the page translates."""

from coop.lib.words import N_

SENTENCES = {
    "windows_1252": N_(
        "Some letters, from line %(line)s on, are not UTF-8: we read them as Windows-1252. Names "
        "with accents may look wrong; the figures are not touched."
    ),
    "utf_16": N_("This file is in UTF-16, and was read as such."),
    "formulas": N_(
        "A cell on line %(line)s begins as a spreadsheet formula does. Such cells were read as "
        "plain words: nothing was computed."
    ),
    "repeats": N_("%(count)s rows repeat a task that is in the file already: each counts once."),
    "no_time_zone": N_("The times in this file name no time zone: we read them as UTC."),
    "days_45": N_("Amazon's worker site keeps 45 days: what is older is not in this file."),
    "paid_unproven": N_(
        "After 31 days MTurk Suite writes Paid for what it can no longer check: some of it may "
        "never have been paid."
    ),
    "partial": N_(
        "Amazon's own approval count differs from what is in this file for %(count)s of %(of)s "
        "workers: the file is only part of the history."
    ),
    "clock_runs_on": N_(
        "The platform's clock runs on after a task timed out or was returned. That is not time "
        "worked: those hours are unknown."
    ),
    "untimed_pay": N_(
        "%(count)s paid tasks have no times: their pay is left out of the hourly pay."
    ),
    "unknown_pay": N_(
        "%(count)s paid tasks have times but no reward: the real hourly pay is higher."
    ),
    "minutes_only": N_(
        "Some tasks say how long they took but not when: overlaps cannot be seen, so only the sum "
        "is given."
    ),
    "all_yours": N_("This file names no worker: all of it was counted."),
    "first_drafts": N_("Only the first %(shown)s of %(count)s ready-filled reports are shown."),
}

Note = dict[str, object]


def note(code: str, **params: object) -> Note:
    """A note of the answer: its code, its English sentence and what fills it."""
    return {"code": code, "sentence": SENTENCES[code], "params": params}
