"""A refusal is an exception named as a fact, with a sentence fit for the page."""

from coop.lib.words import N_


class Refusal(Exception):
    """What may not be done, said to the person who tried; `params` fill the sentence."""

    status: int = 409
    sentence: str = N_("This cannot be done.")

    def __init__(self, **params: object) -> None:
        super().__init__(type(self).__name__)
        self.params = params
