"""What a page's threads did, by the browser's own trace: in time of the processor, not of a clock.

A machine that does much else at once makes every clock run on; a thread's own time it leaves alone.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]
Thread = tuple[int, int]


@dataclass(frozen=True)
class Trace:
    """Events of one page while it did something."""

    events: list[dict[str, Any]]

    def main_tasks(self, *, after: str) -> list[float]:
        """Milliseconds of each task of the page's own thread since it asked for an address."""
        main = Counter(_thread(task) for task in self._tasks("CrRendererMain")).most_common(1)
        since = min(
            event["ts"]
            for event in self.events
            if event.get("name") == "ResourceSendRequest"
            and event["args"]["data"]["url"].endswith(after)
        )
        return [
            task["tdur"] / 1000
            for task in self._tasks("CrRendererMain")
            if _thread(task) == main[0][0] and task["ts"] >= since
        ]

    def worker_time(self) -> float:
        """Milliseconds that all its workers took."""
        return sum(task["tdur"] for task in self._tasks("DedicatedWorker")) / 1000

    def _tasks(self, name: str) -> list[dict[str, Any]]:
        named = {
            _thread(event)
            for event in self.events
            if event.get("name") == "thread_name" and name in event["args"]["name"]
        }
        return [
            event
            for event in self.events
            if event.get("name") == "RunTask" and "tdur" in event and _thread(event) in named
        ]


def traced(browser: Browser, page: Page, act: Callable[[], None]) -> Trace:
    """The trace of a page during an act."""
    browser.start_tracing(page=page, categories=CATEGORIES)
    try:
        act()
    finally:
        events = json.loads(browser.stop_tracing())["traceEvents"]
    return Trace(events)


def _thread(event: dict[str, Any]) -> Thread:
    return event["pid"], event["tid"]
