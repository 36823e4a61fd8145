"""Which rows of petitions the ledger proves: versions, what they cite, what became of them."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import and_, select

from coop.ledger.queries import contents, standing
from coop.ledger.rows import in_batches
from coop.ledger.rules import Row
from coop.petitions.attachments import kind_of
from coop.petitions.authoring import NO_WORDS
from coop.petitions.figures import evidence_leaf
from coop.petitions.models import Evidence, Petition, Record, RecordFile, Version
from coop.petitions.outcomes import outcome_of
from coop.petitions.texts import record_leaf, version_leaf

KINDS = ("petition", "evidence", "record")
# Each may bring a file of some megabytes.
RECORDS = 10


def committed() -> Iterator[list[Row]]:
    """Every version, every frozen evidence, every record; then the records that were taken back."""
    yield from _versions()
    yield from _evidence()
    yield from _records()
    if gone := contents("taken_back"):
        yield [
            Row(
                f"record of petition {each['petition']}, {each['state']}, taken back",
                bytes.fromhex(each["record"]),
                True,
            )
            for each in gone
        ]


def is_proven(version: Version) -> bool:
    """Whether a version that was not withdrawn is what its leaf says, and that leaf stands."""
    return _fits(version, is_withdrawn=False) and version.leaf in standing([version.leaf])


def _versions() -> Iterator[list[Row]]:
    query = select(Version, Petition).join(Petition, Petition.code == Version.petition_code)
    for found in in_batches(query, Version.petition_code, Version.number):
        rows = []
        for version, petition in found:
            fits = _fits(version, is_withdrawn=petition.state == "withdrawn")
            name = f"version {version.number} of petition {petition.code}"
            rows.append(Row(name, version.leaf, fits))
            if version.number == petition.version:
                is_same = (petition.title, petition.language) == (version.title, version.language)
                is_same = is_same or petition.state == "withdrawn"
                rows.append(Row(f"title of petition {petition.code}", version.leaf, is_same))
        yield rows


def _fits(version: Version, *, is_withdrawn: bool) -> bool:
    """Whether words, digest and leaf are of one another; a withdrawn one has no words left."""
    said = version.said
    if said.digest != version.digest and not (is_withdrawn and said == NO_WORDS):
        return False
    leaf = version_leaf(
        version.petition_code, version.number, version.digest, version.act, version.salt
    )
    return leaf.digest == version.leaf


def _evidence() -> Iterator[list[Row]]:
    query = select(Evidence, Petition.version)
    query = query.join(Petition, Petition.code == Evidence.petition_code)
    for found in in_batches(query, Evidence.petition_code):
        rows = []
        for row, version in found:
            leaf = evidence_leaf(row.petition_code, version, row.figures, row.salt)
            name = f"what petition {row.petition_code} cites"
            rows.append(Row(name, row.leaf, leaf.digest == row.leaf))
        yield rows


def _records() -> Iterator[list[Row]]:
    """Every record but those of before the ledger held any: they have neither salt nor leaf."""
    is_its_file = and_(
        RecordFile.petition_code == Record.petition_code, RecordFile.state == Record.state
    )
    query = select(Record, RecordFile.content).outerjoin(RecordFile, is_its_file)
    query = query.where(Record.leaf.is_not(None))
    for found in in_batches(query, Record.petition_code, Record.state, size=RECORDS):
        rows = []
        for row, content in found:
            name = f"record of petition {row.petition_code}, {row.state}"
            rows.append(Row(name, row.leaf, _is_recorded(row)))
            if row.file:
                rows.append(Row(f"file of the {name}", row.leaf, _is_its_file(row, content)))
        yield rows


def _is_recorded(row: Record) -> bool:
    digest = row.file.digest if row.file else None
    said = outcome_of(row).said
    leaf = record_leaf(row.petition_code, row.state, said, digest, row.salt or b"")
    return leaf.digest == row.leaf


def _is_its_file(row: Record, content: bytes | None) -> bool:
    file = row.file
    if file is None or content is None or len(content) != file.size:
        return False
    return hashlib.sha256(content).digest() == file.digest and kind_of(content) == file.code
