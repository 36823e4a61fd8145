"""A member of 40 rooms, 40 platforms and 5 votes draws 100 tokens, and no page stutters."""

import pytest
from playwright.sync_api import Browser, Page

from coop.lib.blindrsa import generate
from tests.browser.conftest import Open
from tests.browser.tracing import Trace, traced
from tests.browser.wallets import Standing
from tests.js.house import House, Scope

# What browsers call a long task, in milliseconds: one during which a tap waits to be felt.
LONGEST = 50
# A cheap phone beside the machine of these tests.
SLOWER = 4
# What drawing a hundred may take of such a phone's processor, in milliseconds, the page included.
WHOLE = 3000
NO_WORKERS = "delete window.Worker;"
# Heard, not looked for: what looks into a page evaluates a script of its own there, a long task.
DRAWN = 'document.addEventListener("wallet-drawn", () => console.info("drawn"));'


@pytest.fixture(scope="module")
def many() -> House:
    keys = [generate(2048) for _ in range(8)]
    codes = [f"room-{n}-2026-11" for n in range(40)]
    codes += [f"corroboration-p{n}-2026-W41" for n in range(40)]
    codes += [*(f"vote-{n}" for n in range(5)), "report-2026-11", "survey-2026", "draft-2026-Q4"]
    return House(
        [Scope(code, keys[place % len(keys)]) for place, code in enumerate(codes)], before=400
    )


@pytest.fixture
def standing(many: House) -> Standing:
    slots = {scope.code: 1 for scope in many.scopes}
    return Standing(many, slots | {"report-2026-11": 10, "draft-2026-Q4": 4})


def drawn(chromium: Browser, page: Page, *, slower: int, script: str = "") -> Trace:
    page.context.add_init_script(DRAWN + script)
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": slower})

    def open_seat_and_wait() -> None:
        with page.expect_console_message(lambda said: said.text == "drawn", timeout=60_000):
            page.goto("/me/access")

    return traced(chromium, page, open_seat_and_wait)


def test_no_task_of_a_slow_phone_is_long_while_a_hundred_are_drawn(
    chromium: Browser, open_seat: Open, standing: Standing
):
    page = open_seat("/healthz", standing)
    trace = drawn(chromium, page, slower=SLOWER)
    assert sum(map(len, standing.asked)) == 100
    assert trace.worker_time() > 0
    tasks = trace.main_tasks(after="/me/wallet/rights")
    assert tasks
    assert max(tasks) < LONGEST


def test_without_workers_no_task_is_long_while_a_hundred_are_drawn(
    chromium: Browser, open_seat: Open, standing: Standing
):
    page = open_seat("/healthz", standing)
    trace = drawn(chromium, page, slower=1, script=NO_WORKERS)
    assert sum(map(len, standing.asked)) == 100
    assert trace.worker_time() == 0
    assert max(trace.main_tasks(after="/me/wallet/rights")) < LONGEST


def test_a_slow_phone_without_workers_draws_a_hundred_in_slices(
    chromium: Browser, open_seat: Open, standing: Standing
):
    page = open_seat("/healthz", standing)
    trace = drawn(chromium, page, slower=SLOWER, script=NO_WORKERS)
    assert sum(map(len, standing.asked)) == 100
    tasks = trace.main_tasks(after="/me/wallet/rights")
    # Two steps cannot be cut: evaluating the code, and making the curve's tables, once a page.
    assert sum(task >= LONGEST for task in tasks) <= 2
    assert max(tasks) < 4 * LONGEST
    # A worker does the same work, and the browser slows down no worker: it is weighed here.
    assert 0 < sum(tasks) < WHOLE
