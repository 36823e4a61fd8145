from xml.etree import ElementTree

from coop.lib import qr

LONG = "https://coop.example/me/join/" + "a" * 32


def test_it_scales_to_whatever_room_there_is() -> None:
    picture = ElementTree.fromstring(qr.svg(LONG))
    assert "viewBox" in picture.attrib
    assert not {"width", "height", "style"} & set(picture.attrib)


def test_nothing_in_it_needs_a_style() -> None:
    assert "style" not in qr.svg(LONG)
    assert 'class="qr"' in qr.svg(LONG)


def test_another_text_is_another_picture() -> None:
    assert qr.svg(LONG) != qr.svg(LONG + "b")
