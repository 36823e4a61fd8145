"""One's own page: the language is chosen there, and kept by the browser alone."""

from flask import Flask

from tests.accounts.seats import seated
from tests.reports.sending import on_one_engine


@on_one_engine
def test_the_language_is_chosen_on_ones_own_page(app: Flask) -> None:
    bea = seated(app)
    assert '<a class="btn second" href="/language/fr?next=/me/" lang="fr"' in bea.get("/me/").text
    assert bea.get("/language/fr?next=/me/").headers["Location"] == "/me/"
    assert "<h1>Ma place</h1>" in bea.get("/me/").text
