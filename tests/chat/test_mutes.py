"""A muted seat is told so wherever it is connected, and when it may speak again."""

from coop.chat import opening, service
from coop.tokens.periods import month
from coop.web.clock import today
from tests.chat.served import House
from tests.chat.test_conversation import fresh


def test_a_muted_seat_is_told_at_once_on_each_of_its_connections(both: House) -> None:
    slug = fresh(both, "muted")
    right = both.right(slug)
    with (
        both.talker(right, slug=slug) as phone,
        both.talker(right, slug=slug) as laptop,
        both.talker(slug=slug) as other,
    ):
        said = phone.say("Buy my course")
        # By another process than the one that holds the connections.
        with both.app.app_context():
            service.mute(slug, said["id"], today=today())
            until = month(today()).last.isoformat()
        assert [each.event("muted") for each in (phone, laptop)] == [{"until": until}] * 2
        assert phone.say("Buy it")["error"]["reason"] == "Muted"
        with both.app.app_context():
            service.unmute(slug, said["id"])
        assert [each.event("muted") for each in (phone, laptop)] == [{"until": None}] * 2
        assert "id" in phone.say("Sorry.")
        other.lines(2)
        assert [name for name, _told in other.events if name == "muted"] == []


def test_whoever_comes_back_muted_is_told_once_and_again_when_it_ends(both: House) -> None:
    slug = fresh(both, "back")
    right = both.right(slug)
    with both.talker(right, slug=slug) as ana:
        said = ana.say("Buy my course")
    with both.app.app_context():
        service.mute(slug, said["id"], today=today())
        until = month(today()).last.isoformat()
    with both.talker(right, slug=slug) as ana:
        assert ana.welcome["muted_until"] == until
        ana.listen(1.3)
        assert [name for name, _told in ana.events if name == "muted"] == []
        with both.app.app_context():
            service.unmute(slug, said["id"])
        assert ana.event("muted") == {"until": None}


def test_whoever_may_only_read_is_seen_typing_by_nobody(both: House) -> None:
    slug = fresh(both, "hush")
    with both.talker(slug=slug) as ana, both.talker(slug=slug) as bea:
        said = ana.say("Buy my course")
        with both.app.app_context():
            service.mute(slug, said["id"], today=today())
        assert ana.event("muted")
        assert ana.ask("typing") == {}
        assert bea.ask("typing") == {}
        assert ana.event("typing") == {"pseudonym": bea.welcome["pseudonym"]}
        with both.app.app_context():
            opening.close_room(slug, cause="Over.", today=today())
        assert bea.event("room")["state"] == "closed"
        assert bea.ask("typing") == {}
        bea.listen(0.5)
        typing = [told["pseudonym"] for name, told in bea.events if name == "typing"]
        assert typing == [bea.welcome["pseudonym"]]
