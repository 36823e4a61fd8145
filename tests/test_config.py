"""What the operator may set, and what stops the start."""

import stat
from pathlib import Path

import pytest

from coop.config import SETTINGS, UnsoundSetting, from_environment

SECRET = {"SECRET_KEY": "k" * 32}


def read(tmp_path: Path, **environ: str) -> object:
    return from_environment(SECRET | environ, tmp_path)


def test_a_missing_secret_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(UnsoundSetting, match="SECRET_KEY"):
        from_environment({}, tmp_path)


def test_a_short_secret_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(UnsoundSetting, match="SECRET_KEY"):
        from_environment({"SECRET_KEY": "k" * 31}, tmp_path)


def test_a_demonstration_makes_a_secret_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    first, second = (from_environment({"COOP_DEMO": "1"}, tmp_path) for _ in range(2))
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32


def test_the_demonstrations_secret_is_for_its_owner_only(tmp_path: Path) -> None:
    from_environment({"COOP_DEMO": "1"}, tmp_path)
    mode = (tmp_path / "instance" / "secret-key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_a_secret_that_is_set_is_used_in_a_demonstration_too(tmp_path: Path) -> None:
    assert read(tmp_path, COOP_DEMO="1").secret_key == SECRET["SECRET_KEY"]  # type: ignore[attr-defined]  # a Config


def test_both_databases_are_embedded_unless_told_otherwise(tmp_path: Path) -> None:
    config = from_environment(SECRET, tmp_path)
    assert config.members_database_url == f"sqlite:///{tmp_path}/instance/members.db"
    assert config.voice_database_url == f"sqlite:///{tmp_path}/instance/voice.db"


def test_one_database_for_both_stops_the_start(tmp_path: Path) -> None:
    url = "postgresql://127.0.0.1/one"
    with pytest.raises(UnsoundSetting, match="one database"):
        read(tmp_path, MEMBERS_DATABASE_URL=url, VOICE_DATABASE_URL=url)


def test_one_database_written_in_two_ways_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(UnsoundSetting, match="one database"):
        read(
            tmp_path,
            MEMBERS_DATABASE_URL="postgres://127.0.0.1/one",
            VOICE_DATABASE_URL="postgresql://127.0.0.1/one",
        )


def test_postgresql_is_reached_through_psycopg(tmp_path: Path) -> None:
    config = from_environment(
        SECRET | {"VOICE_DATABASE_URL": "postgres://127.0.0.1/voice"}, tmp_path
    )
    assert config.voice_database_url == "postgresql+psycopg://127.0.0.1/voice"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MEMBERS_DATABASE_URL", "mysql://127.0.0.1/members"),
        ("COOP_JOINING", "everyone"),
        ("COOP_LANGUAGES", "fr,xx"),
        ("COOP_LANGUAGES", ","),
        ("COOP_K", "4"),
        ("COOP_K", "-5"),
        ("COOP_K", "five"),
        ("COOP_MAX_UPLOAD", "0"),
        ("COOP_MAX_UPLOAD", "1e6"),
        ("COOP_PROXIES", "-1"),
        ("COOP_ROOMS", "faster"),
        ("COOP_ROOMS_POLLING", "yes"),
    ],
)
def test_an_unsound_setting_stops_the_start_and_is_named(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(UnsoundSetting, match=name):
        read(tmp_path, **{name: value})


def test_an_empty_setting_is_as_good_as_none(tmp_path: Path) -> None:
    empty = dict.fromkeys((name for name in SETTINGS if name != "SECRET_KEY"), "")
    assert from_environment(SECRET | empty, tmp_path) == from_environment(SECRET, tmp_path)


def test_each_purpose_has_a_key_of_its_own(tmp_path: Path) -> None:
    config = from_environment(SECRET, tmp_path)
    keys = {config.key(purpose) for purpose in ("links", "sessions", "phrases")}
    assert len(keys) == 3
    assert {len(key) for key in keys} == {32}
