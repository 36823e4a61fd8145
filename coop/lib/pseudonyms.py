"""Names for those who have none: two words and a colour, from a key and a secret.

Plants, stones, animals, winds: a name is the same on every page, whatever its language. The secret
belongs to one place of talk: elsewhere the same key has another name, and nobody can look for a
name by trying keys.
"""

import hashlib
import hmac
from dataclasses import dataclass

HUES = 8
WORDS = (
    "Acacia", "Agate", "Alto", "Ancolie", "Anis", "Azur", "Bambou", "Basalte", "Bison", "Boréal",
    "Cactus", "Calypso", "Canyon", "Cascade", "Citron", "Cobalt", "Colibri", "Condor", "Corail",
    "Cosmos", "Coyote", "Crocus", "Curcuma", "Cyprès", "Dahlia", "Delta", "Dune", "Écho", "Éclipse",
    "Épice", "Érable", "Étoile", "Fjord", "Flamant", "Freesia", "Gardénia", "Gazelle", "Gecko",
    "Geyser", "Ginkgo", "Granite", "Grenat", "Hélium", "Hibiscus", "Horizon", "Ibis", "Iguane",
    "Indigo", "Iris", "Jade", "Jaguar", "Jasmin", "Kaki", "Karité", "Kayak", "Kiwi", "Koala",
    "Lagune", "Lama", "Lavande", "Lichen", "Lilas", "Loriot", "Lotus", "Lupin", "Lynx", "Magnolia",
    "Malachite", "Mandarine", "Mangue", "Marimba", "Mélèze", "Menthe", "Mimosa", "Mistral",
    "Moka", "Muscade", "Myrte", "Nacre", "Narcisse", "Narval", "Nectar", "Neroli", "Oasis",
    "Océan", "Okapi", "Olive", "Onyx", "Opale", "Orchidée", "Origan", "Panda", "Papaye", "Papyrus",
    "Pétrel", "Piano", "Pollen", "Poivre", "Puma", "Quartz", "Quetzal", "Radis", "Romarin",
    "Rubis", "Safran", "Salamandre", "Saphir", "Sésame", "Silex", "Sorbier", "Soleil", "Tamaris",
    "Tango", "Tilleul", "Topaze", "Toucan", "Tulipe", "Vanille", "Verveine", "Violette", "Volcan",
    "Yucca", "Zéphyr", "Zinnia", "Zircon", "Ambre", "Amarante", "Bleuet",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """What one key is called in one place; `hue` is one of eight colours, from 0."""

    name: str
    hue: int


def place_secret(key: bytes, place: str) -> bytes:
    """The secret of one place of talk, from a key of the server."""
    return hmac.new(key, place.encode(), hashlib.sha256).digest()


def pseudonym(secret: bytes, nonce: bytes) -> Pseudonym:
    """The name of a key in the place that this secret belongs to."""
    digest = hmac.new(secret, nonce, hashlib.sha256).digest()
    first = int.from_bytes(digest[:8]) % len(WORDS)
    # Never the same word twice.
    second = (first + 1 + int.from_bytes(digest[8:16]) % (len(WORDS) - 1)) % len(WORDS)
    return Pseudonym(f"{WORDS[first]} {WORDS[second]}", digest[16] % HUES)
