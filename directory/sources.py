"""Where what is said of poles comes from."""

from publishing.sources import Source

POLES = Source(
    ("Atlas des PTCE (pages publiques citées par chaque fiche)",),
    "Pôles : faits relevés dans des pages publiques, que chaque fiche cite ; citer l'atlas, "
    "la fiche et sa date de vérification.",
)
