"""Words of the demonstration's workers, all made up: nobody said them, many could have."""

from dataclasses import dataclass

FRENCH_SPEAKING = frozenset(("FR", "BE", "MG", "MA", "TN", "SN", "CI", "CM"))


@dataclass(frozen=True, slots=True)
class Told:
    """One testimony, what it is about, and the lines that followed, organizers first."""

    kind: str
    language: str
    text: str
    lines: tuple[str, ...] = ()


TESTIMONIES = (
    Told(
        "unpaid_rejection",
        "en",
        "Two hundred pictures of shelves. I counted every tin twice because I was afraid of this. "
        "They took all of it and refused all of it, with no word. I would like to know what was "
        "wrong, if only to do better.",
        (
            "Thank you for telling us. You are not the only one this client refused that month. "
            "Do you still see the instructions somewhere?",
            "I saved them, yes. They never asked for a minimum number of tins.",
            "Keep them on paper or on your own disk. We will come back to you here when we know "
            "how many you are.",
        ),
    ),
    Told(
        "unpaid_rejection",
        "en",
        "The form says I failed an attention check. There was one question about the colour of a "
        "bus and there was no bus in the picture. I wrote that there was no bus.",
    ),
    Told(
        "unpaid_rejection",
        "fr",
        "J’ai fait la série le soir, une fois les enfants couchés. Le lendemain tout était refusé, "
        "et ma note avait baissé. Je n’ose plus prendre les tâches de ce client, mais ce sont les "
        "seules qui restent.",
        (
            "Merci pour vos mots. La baisse de note compte aussi : l’avez-vous vue tout de suite ?",
            "Oui, dans l’heure. Depuis je ne vois plus la moitié des tâches.",
        ),
    ),
    Told(
        "unpaid_rejection",
        "fr",
        "On m’a répondu « doublon ». Ma sœur travaille dans la même pièce, sur le même réseau. "
        "Nous sommes deux personnes, et nous avons été payées comme zéro.",
    ),
    Told(
        "expired_task",
        "en",
        "The timer ran while the page would not load. Forty minutes of transcription, and in the "
        "last minute the power went. When the light came back somebody else had my task.",
    ),
    Told(
        "expired_task",
        "fr",
        "Dix minutes pour vingt-cinq captures à décrire. J’en avais fait vingt-trois. Le compteur "
        "est tombé à zéro et la page s’est vidée devant moi.",
    ),
    Told(
        "screened_out",
        "en",
        "They asked my age, my job, my children, my rent, and after fourteen minutes they said I "
        "was not who they were looking for. I gave them everything they wanted to know.",
    ),
    Told(
        "withheld_payment",
        "en",
        "It says pending since spring. I have asked four times and four times a different name "
        "thanks me for my patience. It is two months of my mother’s medicine.",
        (
            "We are sorry. Others on this platform wait as well. Has anyone given you a date?",
            "No date. Only that a team is looking at it.",
        ),
    ),
    Told(
        "withheld_payment",
        "fr",
        "Il me manque quelques centimes pour atteindre le seuil, et il n’y a plus de tâches dans "
        "mon pays depuis des semaines. L’argent est là, je le vois, je ne peux pas le toucher.",
    ),
    Told(
        "low_pay",
        "en",
        "I did the sum at last. With the time I spend looking for the tasks it is less than the "
        "bus to town. I had never wanted to do the sum.",
    ),
    Told(
        "night_alerts",
        "en",
        "My phone rings at three, because that is when the good tasks come where they live. I "
        "sleep in pieces. My husband moved to the other room, he has to drive in the morning.",
    ),
    Told(
        "breaks_and_pace",
        "en",
        "Five minutes for the toilet and a light on the supervisor’s board when you are gone for "
        "six. We stopped drinking water in the morning. Nobody told us to. Everybody did.",
    ),
    Told(
        "breaks_and_pace",
        "fr",
        "Vingt minutes pour manger, et il en faut sept pour descendre et remonter. Alors on mange "
        "debout dans l’escalier, on s’y retrouve, au moins on se parle.",
    ),
    Told(
        "traumatic_content",
        "en",
        "They hired us for customer service. On the third day they showed us the queue. I cannot "
        "write here what was in it. I still cook without knives in sight.",
        (
            "We read you. You need not write more than you want to. If you wish, we can tell you "
            "here where a listener can be found in your country, free and without your name.",
            "Yes please. Not for me, for the girl who sat beside me.",
        ),
    ),
    Told(
        "traumatic_content",
        "fr",
        "On nous a donné une page de liens en guise de soutien. Deux ne marchaient pas. Je compte "
        "les fenêtres des immeubles pour m’endormir.",
    ),
    Told(
        "harmful_task",
        "fr",
        "Un petit jeu : éloigner certains prénoms, rapprocher les autres. Les prénoms à éloigner "
        "étaient ceux de ma famille. J’ai fermé la page. Ma note a baissé.",
    ),
    Told(
        "posing_as_ai",
        "en",
        "People thought that a machine answered them. It was me, with a list of sentences and "
        "ninety seconds. One of them wrote that he was lonely. There was no sentence for that.",
    ),
    Told(
        "posing_as_ai",
        "fr",
        "On écoutait des bouts de vie, une dispute, un enfant qui récite. Sur la boîte, il était "
        "écrit que tout était automatique.",
    ),
    Told(
        "dismissal",
        "en",
        "Four years, and then a page that says the account is closed for a reason that cannot be "
        "given. I wrote to the address. The answer came in two seconds.",
        (
            "Thank you. Two seconds is worth noting: it may show that nobody decided. Was there "
            "money left in the account?",
            "A little. It is the not knowing that keeps me up.",
        ),
    ),
    Told(
        "dismissal",
        "fr",
        "Le matin je ne pouvais plus entrer. Personne à appeler. C’est une collègue, sur un autre "
        "groupe, qui m’a appris que nous étions toute une équipe dans ce cas.",
    ),
    Told(
        "gag_order",
        "en",
        "I signed that I would not say what I do. So at dinner I say that I work with computers, "
        "and nobody asks, and that is the worst of it.",
    ),
    Told(
        "opaque_client",
        "fr",
        "Je trace des contours autour de gens vus du ciel. Je ne sais pas pour qui. J’aimerais "
        "savoir, avant de dormir, que ce n’est pas ce que je crois.",
    ),
    Told(
        "data_misuse",
        "en",
        "First my passport, then my face turning left and right, then a program that takes a "
        "picture of my room. All this before the first task, which paid eleven cents.",
    ),
    Told(
        "no_social_protection",
        "fr",
        "Quand je me suis cassé le poignet, j’ai continué de la main gauche. Il n’y a pas de case "
        "pour ça.",
    ),
    Told(
        "retaliation",
        "en",
        "I wrote on the forum that we should all ask for the rate in writing. Since that week I "
        "see an empty list. My friends see tasks on theirs.",
    ),
)
