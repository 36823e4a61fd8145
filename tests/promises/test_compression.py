"""Pages travel compressed where the browser can read them so."""

import gzip

from flask.testing import FlaskClient

ASKING = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_compressed_for_those_who_ask(client: FlaskClient):
    answer = client.get("/reports/new", headers=ASKING)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.data)


def test_a_page_is_plain_for_those_who_do_not_ask(client: FlaskClient):
    answer = client.get("/reports/new")
    assert "Content-Encoding" not in answer.headers


def test_a_page_that_is_refused_compression_is_plain(client: FlaskClient):
    answer = client.get("/reports/new", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in answer.headers


def test_both_forms_are_told_apart(client: FlaskClient):
    assert "Accept-Encoding" in client.get("/reports/new").vary


def test_the_length_is_that_of_what_travels(client: FlaskClient):
    answer = client.get("/reports/new", headers=ASKING)
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_what_anybody_may_ask_of_the_api_is_compressed(client: FlaskClient):
    answer = client.get("/api/v1/grievances", headers=ASKING)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data).startswith(b"{")


def test_what_comes_with_a_receipt_stays_as_it_is(client: FlaskClient):
    asking = ASKING | {"Authorization": "Receipt AAAA-AAAA-AAAA-AAAA-AAAA"}
    assert "Content-Encoding" not in client.get("/api/v1/grievances", headers=asking).headers


def test_what_is_neither_page_nor_api_stays_as_it_is(client: FlaskClient):
    assert "Content-Encoding" not in client.get("/favicon.ico", headers=ASKING).headers
