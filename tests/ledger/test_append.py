"""The ledger grows at its end, once a leaf, and its proofs lead to its signed heads."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from coop.db import db, engine, writing
from coop.ledger import queries, service
from coop.ledger.models import StoredHead, StoredLeaf, StoredNode
from coop.ledger.rules import Leaf, NoSuchLeaf, NoSuchSizes, NothingYet
from coop.lib import merkle
from coop.web.settings import config
from tests.counting import counted
from tests.ledger.leaves import TODAY, TOMORROW, append, public_key, scope, sent, wait
from tests.reports.sending import on_one_engine


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def digests() -> list[bytes]:
    return list(db.session.scalars(select(StoredLeaf.digest).order_by(StoredLeaf.position)))


def test_an_empty_ledger_has_no_head_and_proves_nothing() -> None:
    assert queries.head() is None
    with pytest.raises(NoSuchLeaf):
        queries.inclusion(bytes(32))
    with pytest.raises(NothingYet):
        queries.consistency(1, 1)


def test_leaves_stand_in_the_order_in_which_they_are_appended() -> None:
    leaves = [scope(number) for number in range(5)]
    append(*leaves[:2])
    append(*leaves[2:])
    assert digests() == [leaf.digest for leaf in leaves]


def test_each_append_signs_one_head_over_all_leaves() -> None:
    append(scope(0), scope(1))
    append(scope(2), today=TOMORROW)
    head = queries.head()
    assert head is not None
    assert (head.size, head.day) == (3, TOMORROW)
    assert head.root == merkle.root([merkle.leaf_hash(digest) for digest in digests()])
    assert head.is_signed_by(public_key())
    assert db.session.scalars(select(StoredHead.size).order_by(StoredHead.size)).all() == [2, 3]


def test_a_head_is_never_of_a_day_before_the_last_one() -> None:
    append(scope(0), today=TOMORROW)
    append(scope(1), today=TODAY)
    head = queries.head()
    assert head is not None
    assert (head.size, head.day) == (2, TOMORROW)


def test_another_key_has_not_signed_it() -> None:
    append(scope(0))
    head = queries.head()
    assert head is not None
    assert not head.is_signed_by(bytes(32))


def test_a_leaf_that_stands_is_not_appended_again() -> None:
    append(scope(0), scope(0), scope(1))
    append(scope(1))
    assert digests() == [scope(0).digest, scope(1).digest]
    assert db.session.scalars(select(StoredHead.size)).all() == [2]


def test_what_is_undone_leaves_no_leaf() -> None:
    with pytest.raises(ZeroDivisionError), writing("voice") as session:
        service.append(session, [scope(0)], signer=bytes(32), today=TODAY)
        raise ZeroDivisionError
    assert digests() == []


def test_a_public_leaf_keeps_its_text_and_kind() -> None:
    leaf = Leaf("petition", {"title": "Payés à l’heure"}, b"s" * 16)
    append(leaf)
    stored = queries.leaf(leaf.digest)
    assert stored is not None
    assert (stored.kind, stored.text) == ("petition", leaf.text.decode())
    assert stored.text == (
        '{"content":{"title":"Payés à l’heure"},"kind":"petition","salt":"' + "73" * 16 + '"}'
    )


def test_only_perfect_nodes_are_stored() -> None:
    append(*map(scope, range(5)))
    append(*map(scope, range(5, 11)))
    places = set(map(tuple, db.session.execute(select(StoredNode.level, StoredNode.position))))
    assert places == {(level, place) for level in range(4) for place in range(11 >> level)}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13])
def test_each_leaf_is_proved_against_the_head(size: int) -> None:
    append(*map(scope, range(size)))
    head = queries.head()
    assert head is not None
    for place in range(size):
        proof = queries.inclusion(scope(place).digest)
        assert (proof.position, proof.size) == (place, size)
        assert proof.leads_to(head.root)


def test_an_old_head_is_proved_to_be_the_beginning_of_the_new_one() -> None:
    heads = []
    for number in range(7):
        append(scope(2 * number), scope(2 * number + 1))
        heads.append(queries.head())
    for old in heads:
        for new in heads[heads.index(old) :]:
            assert old is not None
            assert new is not None
            assert merkle.proves_consistency(
                old.size,
                old.root,
                second=new.size,
                second_root=new.root,
                path=queries.consistency(old.size, new.size),
            )


@pytest.mark.parametrize(("first", "second"), [(0, 2), (3, 2), (1, 4), (-1, 1)])
def test_sizes_that_never_were_are_refused(first: int, second: int) -> None:
    append(*map(scope, range(3)))
    with pytest.raises(NoSuchSizes):
        queries.consistency(first, second)


def test_many_proofs_cost_two_queries() -> None:
    append(*map(scope, range(100)))
    with counted() as statements:
        found = queries.inclusions([scope(number).digest for number in range(100)], 100)
    assert len(found) == 100
    assert len(statements) == 2


def test_a_proof_reads_few_rows_of_a_large_ledger() -> None:
    append(*(Leaf("scope", {"scope": str(n)}, bytes(16)) for n in range(1_000)))
    with counted() as statements:
        proof = queries.inclusion(Leaf("scope", {"scope": "400"}, bytes(16)).digest)
    assert len(statements) == 3
    assert len(proof.path) == 10


@on_one_engine
def test_a_proof_reads_no_table_from_end_to_end() -> None:
    """Row values in one IN would: SQLite has no index for them."""
    append(*map(scope, range(20)))
    with counted() as statements:
        queries.inclusion(scope(3).digest)
    steps: list[str] = []
    with engine("voice").connect() as connection:
        for statement in statements:
            given = ("x",) * statement.count("?")
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            steps += [step for *_, step in plan]
    assert any(step.startswith("SEARCH ledger_nodes") for step in steps)
    assert not any(step.startswith("SCAN ledger_nodes") for step in steps)


def test_what_waits_is_appended_on_the_day_after_sorted_by_digest() -> None:
    digests_sent = sent("Ana", "Bea", "Moe", "Olu")
    for digest in digests_sent:
        wait(digest)
    service.upkeep(TODAY, config())
    assert digests() == []
    assert queries.waiting_since(digests_sent[0]) == TODAY
    service.upkeep(TOMORROW, config())
    assert digests() == sorted(digests_sent)
    assert queries.waiting_since(digests_sent[0]) is None


def test_a_leaf_that_a_worker_caused_has_neither_kind_nor_text() -> None:
    wait(*sent("Ana"))
    service.upkeep(TOMORROW, config())
    stored = queries.leaf(sent("Ana")[0])
    assert stored is not None
    assert (stored.kind, stored.text) == (None, None)


def test_upkeep_twice_a_day_appends_once() -> None:
    wait(*sent("Ana"))
    service.upkeep(TOMORROW, config())
    before = queries.head()
    wait(*sent("Bea"), today=TOMORROW)
    service.upkeep(TOMORROW, config())
    assert queries.head() == before


def test_waiting_twice_counts_once() -> None:
    wait(*sent("Ana", "Ana"))
    wait(*sent("Ana"))
    service.upkeep(TOMORROW, config())
    wait(*sent("Ana"), today=TOMORROW)
    service.upkeep(TOMORROW.replace(day=25), config())
    assert digests() == sent("Ana")


def test_a_long_wait_is_appended_batch_by_batch_in_one_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service, "BATCH", 7)
    many = sent(*map(str, range(30)))
    wait(*many)
    service.upkeep(TOMORROW, config())
    assert digests() == sorted(many)
    assert len(db.session.scalars(select(StoredHead.size)).all()) == 5
