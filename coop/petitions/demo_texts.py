"""The made-up petitions of the demonstration: what they ask, how far they came, what was said."""

from dataclasses import dataclass
from typing import Literal

from coop.petitions.texts import Text

Ends = Literal[
    "seconding", "debated", "voting", "adopted", "delivered", "answered", "kept", "broken",
    "rejected", "lapsed", "withdrawn",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """One petition: its text, where it stands now and since how many days.

    `votes` are yes, no and abstentions; `said` what was said in its debate, an answer to the
    line before where it begins with “> ”; `reworded` the demand of the author's second version.
    `handed_over` tells how it was delivered, `has_letter` that the letter itself was recorded.
    """

    text: Text
    ends: Ends
    since: int
    seconds: int = 5
    votes: tuple[int, int, int] = (0, 0, 0)
    said: tuple[str, ...] = ()
    proposed: str = ""
    takes_it_up: bool = False
    promise: str = ""
    handed_over: str = ""
    has_letter: bool = False


STORIES = (
    Story(
        Text(
            title="Payer le travail livré, ou dire pourquoi par écrit",
            demand="Nous demandons que tout refus soit motivé sous deux semaines, et que le "
            "travail livré conforme à la consigne soit payé dans tous les cas.",
            text="Un refus tombe sans un mot, le client garde le travail, et l’heure est perdue. "
            "Nous ne demandons pas d’avoir toujours raison : nous demandons une raison.",
            addressee="Clickworker",
            language="fr",
            platform="Clickworker",
            evidence="invisible-time done-unpaid",
        ),
        ends="voting",
        since=2,
        votes=(11, 3, 1),
        said=(
            "Deux semaines, c’est long quand le loyer est dû. Pourquoi pas une ?",
            "> La loi européenne dit deux semaines. On peut demander la loi et l’obtenir.",
            "Il faut dire aussi ce que devient le travail refusé : est-ce que le client le garde ?",
        ),
    ),
    Story(
        Text(
            title="Show the reason for every rejection where it happens",
            demand="A rejected task shows its reason beside it, with a button that reaches the "
            "client, and the time by which an answer comes.",
            text="Today the reason is in an e-mail, if it is anywhere. Whoever works for forty "
            "clients a week cannot write forty letters.",
            addressee="Amazon Mechanical Turk",
            language="en",
            platform="MTurk",
            evidence="mturk-median mturk-above-minimum",
        ),
        ends="voting",
        since=0,
        votes=(8, 2, 2),
        said=("A button that nobody answers is worth nothing. Keep the time limit in.",),
    ),
    Story(
        Text(
            title="Pay for the minutes that qualification tests take",
            demand="A test that takes more than ten minutes is paid at the rate of the work "
            "that it opens, whether it is passed or not.",
            text="We are asked to label for an hour to show that we can label. That hour is used: "
            "it trains the same model. It is work.",
            addressee="Appen",
            language="en",
            platform="Appen",
            evidence="invisible-time invisible-pay",
        ),
        ends="debated",
        since=3,
        said=(
            "Mine took three hours in two evenings. I failed by one question.",
            "> The same here, and nobody says which question.",
            "Should it not be every test? Ten minutes are ten minutes.",
            "> Then they will make six tests of nine minutes. I would rather pay by the minute.",
            "Could we ask that a test says beforehand how long it takes?",
        ),
        proposed="Every test is paid by the minute at the rate of the work that it opens, "
        "whether it is passed or not, and says beforehand how long it takes.",
    ),
    Story(
        Text(
            title="Une personne avant toute exclusion",
            demand="Aucun compte n’est fermé sans qu’une personne ait lu la réponse de "
            "celui ou celle qui y travaille.",
            text="Un matin, le compte ne s’ouvre plus. Le solde est dedans. Personne ne répond : "
            "il n’y a personne.",
            addressee="Toutes les plateformes qui emploient en France",
            language="fr",
        ),
        ends="seconding",
        since=2,
        seconds=3,
    ),
    Story(
        Text(
            title="Tell us for whom we label",
            demand="Each project names its client, or says in one sentence what the data is for.",
            text="Some of us refuse to help build weapons. Nobody can refuse what has no name.",
            addressee="Remotasks",
            language="en",
            platform="Remotasks",
            client="",
        ),
        ends="seconding",
        since=17,
        seconds=1,
    ),
    Story(
        Text(
            title="Une heure de soutien payée par semaine de modération",
            demand="Qui modère des images violentes a droit, chaque semaine, à une heure payée "
            "avec une personne formée, choisie hors de l’entreprise.",
            text="Une page de liens n’est pas un soutien. Nous voyons des morts toute la journée, "
            "et l’on nous compte les minutes de pause.",
            addressee="Teleperformance",
            language="fr",
            platform="Teleperformance",
        ),
        ends="adopted",
        since=4,
        votes=(17, 1, 2),
        said=("Hors de l’entreprise : c’est le mot qui compte.",),
        proposed="Qui modère des images violentes a droit, chaque semaine, à une heure payée "
        "avec une personne formée et tenue au secret, choisie hors de l’entreprise.",
        takes_it_up=True,
    ),
    Story(
        Text(
            title="Pay out the balance of closed accounts within 14 days",
            demand="When an account is closed, whatever it holds is paid out within 14 days.",
            text="Closing an account must not be a way of not paying.",
            addressee="Toloka",
            language="en",
            platform="Toloka",
        ),
        ends="delivered",
        since=38,
        votes=(15, 2, 0),
        handed_over="Sent as a registered letter to the company’s seat; the letter is below.",
        has_letter=True,
    ),
    Story(
        Text(
            title="Afficher le temps réel médian avant d’accepter une tâche",
            demand="Chaque tâche montre le temps médian qu’elle a pris aux dix derniers, et non "
            "celui que le client suppose.",
            text="« Trois minutes » en prennent onze. Le tarif horaire affiché est faux, "
            "et tout le monde le sait.",
            addressee="Wirk",
            language="fr",
            platform="Wirk",
            evidence="invisible-pay france-very-active",
        ),
        ends="answered",
        since=12,
        votes=(13, 4, 1),
        handed_over="Lettre remise en main propre, contre signature.",
        has_letter=True,
        promise="Le temps médian sera affiché sur toutes les tâches de plus de cinq minutes.",
    ),
    Story(
        Text(
            title="Pay those who are screened out for the minutes they gave",
            demand="Whoever is screened out after two minutes is paid for the minutes until then.",
            text="Screening is part of the study. It was the first thing that the study learned.",
            addressee="Prolific",
            language="en",
            platform="Prolific",
        ),
        ends="kept",
        since=9,
        votes=(16, 0, 1),
        handed_over="Sent to the support address and to the head of research, as one e-mail.",
        promise="Screen-outs after two minutes are paid from next month on.",
    ),
    Story(
        Text(
            title="Two warnings before a ban",
            demand="No account is banned before two written warnings that say what was wrong.",
            text="A third of those of us who were banned never learned why.",
            addressee="Microworkers",
            language="en",
            platform="Microworkers",
        ),
        ends="broken",
        since=20,
        votes=(12, 2, 3),
        handed_over="Handed over at the counter, with the names of nobody.",
        promise="Warnings will precede bans from the spring on.",
    ),
    Story(
        Text(
            title="Une semaine sans cliquer",
            demand="La coopérative appelle à ne prendre aucune tâche du 11 au 17 janvier.",
            text="Ce qui ne se voit pas ne se compte pas. Une semaine se verrait.",
            addressee="La coopérative elle-même",
            language="fr",
        ),
        ends="rejected",
        since=6,
        votes=(6, 11, 3),
        said=(
            "Je ne peux pas me passer d’une semaine. Personne ici ne le peut.",
            "> Avec une caisse de grève, peut-être. Sans elle, c’est non.",
        ),
    ),
    Story(
        Text(
            title="A shared calendar of well-paid hours",
            demand="The co-operative keeps a calendar of the hours in which tasks pay best.",
            text="We each keep one in a drawer.",
            addressee="The co-operative itself",
            language="en",
        ),
        ends="lapsed",
        since=8,
        seconds=2,
    ),
    Story(
        Text(
            title="A petition that its author took back",
            demand="It named somebody who could be recognised.",
            text="Its author noticed it, and withdrew it.",
            addressee="Nobody",
            language="en",
        ),
        ends="withdrawn",
        since=5,
        seconds=2,
    ),
)
