"""Three members talk in a room: at once, without a network for a while, by keyboard, in peace."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from coop.chat.opening import close_room, wipe_in
from coop.chat.queries import flagged as flagged_lines
from coop.chat.service import mute, unmute
from coop.db import writing
from coop.web.clock import today
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.rooms import Meeting, line, lines, meeting_in, seated, write
from tests.browser.test_axe import NARROW, STILL, findings, overflow
from tests.browser.test_weight import Scale
from tests.chat.talking import lay

# A room's page brings a client for websockets and what signs with a key.
MOST = 60_000
WIDE = {"width": 1280, "height": 800}
Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def meeting(living_house: House, chromium: Browser) -> Meeting:
    """Rooms, and three members who have drawn their seats."""
    made = meeting_in(living_house, chromium)
    made.room("talk")
    made.room("far")
    made.room("closing", slow_seconds=60)
    made.room("support-test", kind="support", slow_seconds=2)
    made.draw(3)
    return made


@pytest.fixture
def enter(meeting: Meeting, addresses: Iterator[str]) -> Iterator[Enter]:
    """Opens a room on the phone of one of the three."""
    phones = []

    def open_one(number: int, path: str = "/rooms/talk", **tastes: object) -> Page:
        phone = meeting.phone(number, next(addresses), **tastes)
        phones.append(phone)
        page = phone.new_page()
        page.goto(path)
        return page

    yield open_one
    for phone in phones:
        phone.close()


def test_three_talk_and_one_loses_the_network(enter: Enter) -> None:
    ana, bea, cyn = (enter(number) for number in range(3))
    names = [seated(page) for page in (ana, bea, cyn)]
    assert len(set(names)) == 3
    write(ana, "Five hundred refused at once.")
    write(bea, f"@{names[0]} the same here")
    for page in (ana, bea, cyn):
        expect(line(page, "the same here")).to_be_visible()
    expect(line(ana, "the same here")).to_contain_text("names you")

    cyn.context.set_offline(True)
    expect(cyn.get_by_text("There is no network.")).to_be_visible()
    write(cyn, "Said in a tunnel")
    expect(cyn.get_by_text("Not sent yet")).to_be_visible()
    for number in range(3):
        write(ana, f"While you were away {number}")
        expect(line(bea, f"away {number}")).to_be_visible()
    assert "Said in a tunnel" not in lines(bea)
    # What waits outlasts the page.
    cyn.context.set_offline(False)
    expect(line(bea, "Said in a tunnel")).to_be_visible()
    expect(line(cyn, "Said in a tunnel")).to_be_visible()
    for page in (ana, bea, cyn):
        assert lines(page) == [
            "Five hundred refused at once.",
            f"@{names[0]} the same here",
            *(f"While you were away {number}" for number in range(3)),
            "Said in a tunnel",
        ]
    cyn.reload()
    expect(line(cyn, "Said in a tunnel")).to_have_count(1)


def answer_lost(page: Page) -> Callable[[], None]:
    """From the call of what this gives on, nothing that the house says arrives any more."""
    is_lost = False

    def listen(client: WebSocketRoute) -> None:
        house = client.connect_to_server()
        house.on_message(lambda frame: None if is_lost else client.send(frame))

    def lose() -> None:
        nonlocal is_lost
        is_lost = True

    page.route_web_socket(re.compile("/socket.io/"), listen)
    return lose


def test_what_was_stored_without_an_answer_is_said_once(enter: Enter) -> None:
    ana, bea = enter(0, "/healthz"), enter(1)
    lose = answer_lost(ana)
    ana.goto("/rooms/talk")
    seated(ana)
    seated(bea)
    lose()
    write(ana, "Stored, and I do not know it")
    expect(line(bea, "Stored, and I do not know it")).to_be_visible()
    expect(ana.get_by_text("sending…")).to_be_visible()
    # A page of its own, in which the house is heard again, with what waits in this tab.
    waiting = ana.evaluate("sessionStorage.getItem('unsent:talk')")
    again = ana.context.new_page()
    again.goto("/healthz")
    again.evaluate("kept => sessionStorage.setItem('unsent:talk', kept)", waiting)
    again.goto("/rooms/talk")
    seated(again)
    expect(line(again, "Stored, and I do not know it")).to_be_visible()
    expect(again.locator("[data-pending] > *")).to_have_count(0)
    for page in (again, bea):
        assert lines(page).count("Stored, and I do not know it") == 1
    assert again.evaluate("sessionStorage.getItem('unsent:talk')") is None


def test_a_line_is_flagged_changed_and_taken_back(enter: Enter, meeting: Meeting) -> None:
    ana, bea = enter(0), enter(1)
    seated(bea)
    write(ana, "Paid tomorow")
    act(bea, "Paid tomorow", "Flag")
    bea.get_by_role("button", name="It is spam").click()
    expect(bea.get_by_text("Flagged. Moderators see")).to_be_visible()
    with meeting.app.app_context():
        (flagged,) = flagged_lines()[0]
        assert (flagged.line.text, flagged.reasons) == ("Paid tomorow", {"spam": 1})
    line(bea, "Paid tomorow").get_by_role("button", name="Close").click()
    act(bea, "Paid tomorow", "Reply")
    write(bea, "So they say")
    quote = line(bea, "So they say").locator(".answered")
    expect(quote).to_contain_text("Paid tomorow")
    act(ana, "Paid tomorow", "Edit")
    write(ana, "Paid tomorrow")
    expect(line(bea, "Paid tomorrow").first).to_contain_text("edited")
    expect(quote).to_contain_text("Paid tomorrow")
    act(ana, "Paid tomorrow", "Delete")
    ana.get_by_role("button", name="Delete it").click()
    expect(bea.get_by_text("Its author took this message back.")).to_be_visible()
    # Nor does any line that quotes it still show its words.
    expect(quote).to_contain_text("(message removed)")
    expect(bea.get_by_text("Paid tomorrow")).to_have_count(0)
    ana.get_by_role("button", name="Write it again").click()
    expect(ana.get_by_label("Write to the room")).to_have_value("Paid tomorrow")


def act(page: Page, text: str, name: str) -> None:
    """Open what can be done with a line, and do one of it."""
    # Others may quote it, below.
    said = line(page, text).first
    said.get_by_role("button", name="What to do with the message").click()
    said.get_by_role("button", name=name, exact=True).click()


def test_what_could_point_to_its_author_is_asked_about_first(enter: Enter) -> None:
    ana, bea = enter(0), enter(1)
    seated(bea)
    write(ana, "Write to ana@example.org")
    asked = ana.get_by_role("group", name="This could point to you")
    expect(asked).to_contain_text("This is an e-mail address.")
    expect(asked).to_be_focused()
    asked.get_by_role("button", name="Change it").click()
    field = ana.get_by_label("Write to the room")
    expect(field).to_have_value("Write to ana@example.org")
    write(ana, "I know bob@example.org")
    ana.get_by_role("button", name="Send all the same").click()
    expect(line(bea, "I know bob@example.org")).to_be_visible()
    assert "Write to ana@example.org" not in lines(bea)


def test_far_lines_are_read_found_and_marked_as_new(enter: Enter, meeting: Meeting) -> None:
    with meeting.app.app_context():
        lay("far", 400)
    ana = enter(0, "/rooms/far")
    expect(line(ana, "Line 400")).to_be_visible()
    # Further up: what is read stays where it is while older lines come.
    top = "page => document.querySelector('[data-line=\"352\"]').getBoundingClientRect().top"
    ana.locator("[data-line='352']").scroll_into_view_if_needed()
    before = ana.evaluate(top)
    expect(ana.locator("[data-line='305']")).to_have_count(1)
    assert abs(ana.evaluate(top) - before) < 2
    assert numbers(ana) == sorted(numbers(ana))
    # Far away, by searching; then back.
    ana.get_by_role("button", name="Menu").click()
    ana.get_by_role("button", name="Search in this room").click()
    ana.get_by_label("Words to look for").fill("line 17")
    ana.keyboard.press("Enter")
    expect(ana.get_by_text("messages found")).to_be_visible()
    ana.get_by_role("button", name=re.compile("Line 17$")).click()
    expect(ana.locator("[data-line='17']")).to_be_focused()
    expect(ana.locator("[data-line='17']")).to_be_in_viewport()
    ana.get_by_role("button", name="To the newest").click()
    expect(ana.locator("[data-line='400']")).to_be_in_viewport()
    ana.wait_for_timeout(1500)  # what was read is noted a second later
    ana.goto("/healthz")
    bea = enter(1, "/rooms/far")
    seated(bea)
    write(bea, "Said meanwhile")
    expect(line(bea, "Said meanwhile")).to_be_visible()
    ana.goto("/rooms/far")
    expect(line(ana, "Said meanwhile")).to_contain_text("New since you were here")
    expect(line(ana, "Said meanwhile")).to_be_in_viewport()


def numbers(page: Page) -> list[int]:
    """The numbers of the lines on the screen, from top to bottom."""
    lines = "[...document.querySelectorAll('[data-line]')].map((line) => +line.dataset.line)"
    return list(page.evaluate(lines))


def test_all_of_it_by_keyboard(enter: Enter) -> None:
    ana, bea = enter(0, viewport=WIDE), enter(1)
    name = seated(bea)
    seated(ana)
    write(bea, "Who is there?")
    expect(line(ana, "Who is there?")).to_be_visible()
    ana.get_by_label("Write to the room").focus()
    ana.keyboard.type(f"@{name[:4]}")
    expect(ana.get_by_role("option", name=name)).to_be_visible()
    ana.keyboard.press("Enter")
    ana.keyboard.type("here")
    ana.keyboard.press("Shift+Enter")
    ana.keyboard.type("and here")
    ana.keyboard.press("Enter")
    expect(line(bea, f"@{name} here")).to_be_visible()
    assert f"@{name} here\nand here" in lines(bea)
    ana.get_by_role("log").focus()
    ana.keyboard.press("ArrowUp")
    expect(line(ana, "and here")).to_be_focused()
    ana.keyboard.press("ArrowUp")
    ana.keyboard.press("Enter")
    expect(line(ana, "Who is there?").get_by_role("button", name="Reply")).to_be_focused()
    ana.keyboard.press("Escape")
    expect(line(ana, "Who is there?")).to_be_focused()
    ana.keyboard.press("Enter")
    ana.keyboard.press("Enter")
    ana.keyboard.type("I am")
    ana.keyboard.press("Enter")
    expect(line(bea, "I am").get_by_role("button", name="Who is there?")).to_be_visible()


def test_only_what_others_say_now_is_read_aloud(enter: Enter) -> None:
    ana, bea = enter(0), enter(1)
    seated(ana)
    seated(bea)
    write(ana, "Mine")
    write(bea, "Of another")
    expect(line(ana, "Of another")).to_be_visible()
    live = "line => line.closest('[aria-live]').getAttribute('aria-live')"
    assert line(ana, "Of another").evaluate(live) == "polite"
    assert line(ana, "Mine").first.evaluate(live) == "off"
    assert ana.locator("[data-line]").first.evaluate(live) == "off"


def test_a_line_of_ones_own_becomes_a_report_on_this_phone_only(enter: Enter) -> None:
    ana = enter(0)
    sent: list[str] = []
    write(ana, "Refused without a word")
    expect(line(ana, "Refused without a word")).to_be_visible()
    ana.context.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    act(ana, "Refused without a word", "Make this a report")
    expect(ana.get_by_text("Your message from the room comes along")).to_be_visible()
    ana.get_by_role("link", name="Work refused and not paid").click()
    words = ana.locator("[name=testimony]")
    expect(words).to_have_value("Refused without a word")
    assert not any("Refused" in each for each in sent)


def test_in_the_support_room_warnings_fold_and_slow_mode_counts(enter: Enter) -> None:
    ana, bea = enter(0, "/rooms/support-test"), enter(1, "/rooms/support-test")
    seated(ana)
    seated(bea)
    ana.get_by_label("Warning", exact=True).fill("violence")
    write(ana, "What I had to look at")
    folded = bea.get_by_text("Content warning: violence")
    expect(folded).to_be_visible()
    expect(bea.get_by_text("What I had to look at")).to_be_hidden()
    folded.click()
    expect(bea.get_by_text("What I had to look at")).to_be_visible()
    expect(ana.get_by_text("you can write again in")).to_be_visible()
    expect(ana.get_by_text("you can write again in")).to_be_hidden()
    ana.get_by_role("button", name="Menu").click()
    expect(ana.get_by_role("heading", name="Help lines")).to_be_visible()
    expect(ana.get_by_role("link", name="3114", exact=True)).to_be_visible()
    # The language of one's lines is asked once a room.
    ana.get_by_label("I write in").select_option("fr")
    ana.wait_for_timeout(300)  # until the phone has written it down
    ana.reload()
    seated(ana)
    expect(ana.get_by_label("I write in", exact=True)).to_have_value("fr")


def test_whoever_is_muted_or_in_a_closed_room_only_reads(enter: Enter, meeting: Meeting) -> None:
    ana, bea = enter(0, "/rooms/closing"), enter(1, "/rooms/closing")
    seated(bea)
    write(ana, "Buy my course")
    expect(line(bea, "Buy my course")).to_be_visible()
    with meeting.app.app_context():
        mute("closing", numbers(bea)[0], today=today())
    expect(ana.locator("[data-silent]")).to_contain_text("A moderator has muted your seat")
    expect(ana.get_by_label("Write to the room")).to_be_hidden()
    ana.reload()
    expect(ana.locator("[data-silent]")).to_contain_text("A moderator has muted your seat")
    expect(ana.get_by_label("Write to the room")).to_be_hidden()
    with meeting.app.app_context():
        unmute("closing", numbers(bea)[0])
    expect(ana.get_by_label("Write to the room")).to_be_visible()
    write(ana, "And my book")
    pending = ana.locator("[data-pending]")
    expect(pending).to_contain_text("You can write again in")
    with meeting.app.app_context():
        close_room("closing", cause="The theme is exhausted.", today=today())
    expect(bea.locator("[data-silent]")).to_contain_text("This room is closed.")
    expect(bea.locator("[data-silent]")).to_contain_text("The theme is exhausted.")
    expect(bea.get_by_label("Write to the room")).to_be_hidden()
    expect(pending).to_contain_text("This room is closed: nothing more can be said in it.")
    assert pending.get_by_role("button").all_inner_texts() == ["Copy it", "Discard it"]
    pending.get_by_role("button", name="Discard it").click()
    expect(pending).to_be_empty()
    assert lines(bea) == ["Buy my course"]
    with meeting.app.app_context(), writing("voice") as session:
        wipe_in(session, "closing", today=today())
    expect(bea.locator("[data-line]")).to_have_count(0)


def test_nothing_is_found_and_it_fits_a_narrow_screen(enter: Enter) -> None:
    ana, bea = enter(0, viewport=NARROW, **STILL), enter(1)
    seated(ana)
    write(bea, "See https://example.org/a-rather-long-address/of-a-page-elsewhere")
    bea.get_by_role("button", name="Send all the same").click()
    write(ana, "My number is A1B2C3D4E5F6G7")
    expect(ana.get_by_role("group", name="This could point to you")).to_be_visible()
    act(ana, "See https", "Flag")
    assert overflow(ana) == 0
    assert findings(ana) == []
    ana.get_by_role("button", name="Menu").click()
    assert overflow(ana) == 0
    assert findings(ana) == []


def test_it_is_light_and_asks_nobody_else(enter: Enter) -> None:
    page = enter(0, "/healthz")
    scale = Scale(page)
    page.goto("/rooms/talk")
    seated(page)
    assert 0 < scale.bytes < MOST
    assert (scale.elsewhere, scale.complaints) == ([], [])


def test_without_websockets_the_page_says_what_it_needs(enter: Enter) -> None:
    page = enter(0, "/healthz")
    page.add_init_script("delete window.WebSocket")
    page.goto("/rooms/talk")
    expect(page.get_by_text("This browser cannot keep the connection")).to_be_visible()


def test_a_room_is_proposed_by_a_seat_of_the_welcome_room(enter: Enter, open_page: Open) -> None:
    ana = enter(0, "/rooms/propose")
    expect(ana.get_by_role("heading", name="Propose a room")).to_be_visible()
    expect(ana.get_by_text("holds no right for this")).to_be_hidden()
    ana.get_by_label("What the room is about").fill("Reviewing at night")
    ana.get_by_label("Why").fill("Many of us do it and nobody speaks of it.")
    ana.get_by_role("button", name="Check before sending").click()
    ana.get_by_role("button", name="Propose the room").click()
    expect(ana.get_by_text("Your proposal stands here.")).to_be_visible()
    expect(ana.get_by_role("listitem").filter(has_text="Reviewing at night")).to_contain_text(
        "1 member would come"
    )
    # The address that is left says so to nobody else.
    assert ana.url.endswith("/rooms/proposals")
    eve = open_page("/rooms/propose")
    expect(eve.get_by_text("holds no right for this")).to_be_visible()
    eve.goto("/rooms/proposals?done=proposed")
    expect(eve).to_have_url(re.compile("/rooms/proposals$"))
    expect(eve.get_by_text("Your proposal stands here.")).to_be_hidden()
    eve.get_by_role("button", name="I would come too").first.click()
    expect(eve.get_by_text("holds no right for this").locator("..")).to_be_focused()


def test_without_a_seat_or_a_script_it_says_what_is_needed(open_page: Open) -> None:
    page = open_page("/rooms/talk", **STILL)
    expect(page.get_by_role("heading", name="There is no seat for this room")).to_be_visible()
    expect(page.get_by_role("link", name="Open my wallet")).to_have_attribute("href", "/me/wallet")
    assert findings(page) == []
    # Chromium draws no <noscript> for a script that only its tests have turned off.
    assert "Talking here needs JavaScript." in page.locator("noscript").inner_text()
