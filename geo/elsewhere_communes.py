"""The communes and islands of the overseas collectivities, by the names that people type."""

from geo.elsewhere import bare
from geo.names import normalise

# The communes and districts of the code officiel géographique, then islands and towns that are
# none. A commune of the 101 departments may bear one of these names: it comes first.
PLACES = {
    "975": "Saint-Pierre, Miquelon-Langlade, Miquelon",
    "977": "Saint-Barthélemy, Gustavia",
    "978": "Saint-Martin, Marigot, Grand-Case",
    "984": "Archipel des Kerguelen, Archipel des Crozet, Crozet, La Terre-Adélie, "
    "Îles Saint-Paul et Nouvelle-Amsterdam, Îles Éparses de l’océan Indien, Îles Éparses",
    "986": "Alo, Sigave, Uvea, Mata-Utu",
    "987": "Anaa, Arue, Arutua, Bora-Bora, Faaa, Faa’a, Fakarava, Fangatau, Fatu-Hiva, Gambier, "
    "Hao, Hikueru, Hitiaa O Te Ra, Hiva-Oa, Huahine, Mahina, Makemo, Manihi, Maupiti, "
    "Moorea-Maiao, Napuka, Nuku-Hiva, Nukutavake, Paea, Papara, Papeete, Pirae, Pukapuka, "
    "Punaauia, Raivavae, Rangiroa, Rapa, Reao, Rimatara, Rurutu, Tahaa, Tahuata, "
    "Taiarapu-Est, Taiarapu-Ouest, Takaroa, Taputapuatea, Tatakoto, Teva I Uta, Tubuai, "
    "Tumaraa, Tureia, Ua-Huka, Ua-Pou, Uturoa, Moorea, Raiatea, Tahiti, Îles Marquises, "
    "Marquises, Tuamotu, Îles Australes, Îles de la Société, Îles Sous-le-Vent",
    "988": "Belep, Bouloupari, Boulouparis, Bourail, Canala, Dumbéa, Farino, Hienghène, Houaïlou, "
    "L’Île-des-Pins, Kaala-Gomen, Koné, Koumac, La Foa, Lifou, Maré, Moindou, Le Mont-Dore, "
    "Nouméa, Ouégoa, Ouvéa, Païta, Poindimié, Ponérihouen, Pouébo, Pouembout, Poum, Poya, "
    "Sarraméa, Thio, Touho, Voh, Yaté, Kouaoua, Îles Loyauté, Province Nord, Province Sud",
}
NAMES = {
    bare(normalise(name)): code for code, names in PLACES.items() for name in names.split(", ")
}


def place_elsewhere(text: str) -> str:
    """The collectivity in which a place of that name is; "" where none is known.

    >>> place_elsewhere("BORA BORA"), place_elsewhere("mont dore"), place_elsewhere("Faa'a")
    ('987', '988', '987')
    >>> place_elsewhere("Paris")
    ''
    """
    return NAMES.get(bare(normalise(text)), "")
