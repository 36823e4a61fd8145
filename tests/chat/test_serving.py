"""Which way the rooms are served: the short one where it fits, else the stock one."""

from typing import Any

import pytest

from coop.chat import serving
from coop.chat.fanout import FanoutManager, FanoutRedisManager
from coop.chat.websocket import WebSocket
from tests.conftest import Databases, make_config

NOWHERE = Databases("sqlite", "sqlite:///members.db", "sqlite:///voice.db")


def built(**settings: Any) -> Any:
    return serving.build(make_config(NOWHERE, **settings))


def test_the_short_way_is_taken_with_the_pinned_libraries() -> None:
    server = built()
    assert server.manager.is_fast
    assert server.eio._async["websocket"] is WebSocket


def test_the_operator_can_go_back_to_the_stock_way() -> None:
    server = built(rooms="stock")
    assert not server.manager.is_fast
    assert server.eio._async["websocket"] is not WebSocket


@pytest.mark.parametrize("package", sorted(serving.WRITTEN_FOR))
def test_another_release_is_served_the_stock_way(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(serving.WRITTEN_FOR, package, "3.9")
    assert not built().manager.is_fast


def test_the_driver_of_other_servers_is_left_alone() -> None:
    first, second = built(), built(rooms="stock")
    assert first.eio._async is not second.eio._async


def test_redis_joins_processes_where_it_is_set() -> None:
    assert isinstance(built(redis_url="redis://127.0.0.1:1/0").manager, FanoutRedisManager)
    assert type(built().manager) is FanoutManager


def test_polling_is_offered_where_it_is_declared_and_nothing_changes_under_way() -> None:
    assert built().eio.transports == ["websocket"]
    declared = built(rooms_polling=True)
    assert declared.eio.transports == ["websocket", "polling"]
    assert not declared.eio.allow_upgrades
