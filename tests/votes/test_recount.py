"""The recount in the shell, and the one file for outsiders."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.config import ROOT
from coop.lib import verifier
from tests.conftest import Databases
from tests.shell import run
from tests.votes.boxes import CODE, close, voted
from tests.votes.published import board_of


@pytest.fixture
def board(house: dict[str, Databases]) -> dict[str, Any]:
    return board_of(house["sqlite"])


def closed(app: Flask) -> None:
    box = voted(app, ["yes", "yes", "no"])
    with app.app_context():
        close(box)


def outside(folder: Path, board: Any, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the file as an outsider has it: alone, in a folder of its own."""
    program, given = folder / "verifier.py", folder / "board.json"
    program.write_bytes((ROOT / "coop" / "lib" / "verifier.py").read_bytes())
    given.write_text(board if isinstance(board, str) else json.dumps(board))
    return subprocess.run(
        [sys.executable, "-I", program, given, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_shell_counts_a_vote_again(app: Flask) -> None:
    closed(app)
    done = run(app, "votes", "recount", CODE)
    assert done.exit_code == 0
    assert "3 ballots, 3 tokens issued, 100 on the roll. yes 2, no 1, abstain 0." in done.output
    assert "Everything holds" in done.output


def test_the_shell_counts_a_downloaded_board(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    closed(app)
    given = tmp_path / "board.json"
    given.write_bytes(client.get(f"/api/v1/petitions/{CODE}/board").data)
    assert run(app, "votes", "recount", str(given)).exit_code == 0


def test_the_shell_fails_on_a_board_that_does_not_hold(
    app: Flask, board: dict[str, Any], tmp_path: Path
) -> None:
    board["ballots"].pop()
    given = tmp_path / "board.json"
    given.write_text(json.dumps(board))
    done = run(app, "votes", "recount", str(given))
    assert done.exit_code == 1
    assert "THIS BOARD DOES NOT HOLD." in done.output


@pytest.mark.parametrize("asked", ["NOSUCHVOTE00", "/nowhere/board.json"])
def test_the_shell_says_what_it_cannot_find(app: Flask, asked: str) -> None:
    done = run(app, "votes", "recount", asked)
    assert done.exit_code == 1
    assert "There is no counted vote with this code" in done.output


def test_the_verifier_is_served(client: FlaskClient) -> None:
    answer = client.get("/verifier.py")
    assert answer.data == (ROOT / "coop" / "lib" / "verifier.py").read_bytes()


def test_the_verifier_needs_nothing_of_the_house(board: dict[str, Any], tmp_path: Path) -> None:
    done = outside(tmp_path, board)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything holds" in done.stdout
    assert done.stderr == ""


def test_the_verifier_says_what_is_no_board(tmp_path: Path) -> None:
    done = outside(tmp_path, "no JSON")
    assert done.returncode == 1
    assert "This file is no board" in done.stdout


@pytest.mark.parametrize("option", ["--receipt", "--head", "--consistency"])
def test_a_file_that_is_missing_is_said_in_a_sentence(
    board: dict[str, Any], tmp_path: Path, option: str
) -> None:
    done = outside(tmp_path, board, option, "nowhere.json")
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout == "nowhere.json cannot be read: No such file or directory.\n"


def test_a_board_that_is_missing_is_said_in_a_sentence(
    board: dict[str, Any], tmp_path: Path
) -> None:
    outside(tmp_path, board)
    (tmp_path / "board.json").unlink()
    program = [sys.executable, "-I", "verifier.py", "board.json"]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout == "board.json cannot be read: No such file or directory.\n"


def test_a_receipt_that_is_none_is_no_fault_of_the_board(
    board: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "receipt.json").write_text("{}")
    done = outside(tmp_path, board, "--receipt", "receipt.json")
    assert (done.returncode, "Everything holds" in done.stdout) == (3, True)
    assert "not well formed" in done.stdout


def test_a_title_cannot_move_the_cursor_of_a_terminal(tmp_path: Path) -> None:
    verdict = verifier.Verdict(scope="vote-X", title="\x1b[2Jgone")
    assert "\x1b" in verifier.sentences(verdict)[0]
    done = outside(tmp_path, json.dumps({"head": "\x1b[2J"}))
    assert "\x1b" not in done.stdout


def test_the_verifier_compares_the_ledgers_key(board: dict[str, Any], tmp_path: Path) -> None:
    known = board["head"]["key"]
    assert outside(tmp_path, board, "--key", known).returncode == 0
    other = outside(tmp_path, board, "--key", "A" * 43)
    assert other.returncode == 1
    assert "signed by another key than the one given" in other.stdout


def test_ten_thousand_ballots_take_seconds_and_not_minutes(board: dict[str, Any]) -> None:
    ballots = board["ballots"]
    board["ballots"] = (ballots * (10_000 // len(ballots) + 1))[:10_000]
    begun = time.process_time()
    verdict = verifier.verify(board)
    # Each token and signature is checked before a ballot that stands twice is found out.
    assert verdict.ballots == 10_000
    assert time.process_time() - begun < 15
