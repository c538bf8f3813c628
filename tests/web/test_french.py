"""Names in a French sentence, against the official forms of every department and region."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web import french

# code, name, Insee's type de liaison, « de … », « dans … »
DEPARTMENTS = """
01|Ain|5|de l'Ain|dans l'Ain
02|Aisne|5|de l'Aisne|dans l'Aisne
03|Allier|5|de l'Allier|dans l'Allier
04|Alpes-de-Haute-Provence|4|des Alpes-de-Haute-Provence|dans les Alpes-de-Haute-Provence
05|Hautes-Alpes|4|des Hautes-Alpes|dans les Hautes-Alpes
06|Alpes-Maritimes|4|des Alpes-Maritimes|dans les Alpes-Maritimes
07|Ardèche|5|de l'Ardèche|en Ardèche
08|Ardennes|4|des Ardennes|dans les Ardennes
09|Ariège|5|de l'Ariège|en Ariège
10|Aube|5|de l'Aube|dans l'Aube
11|Aude|5|de l'Aude|dans l'Aude
12|Aveyron|5|de l'Aveyron|dans l'Aveyron
13|Bouches-du-Rhône|4|des Bouches-du-Rhône|dans les Bouches-du-Rhône
14|Calvados|2|du Calvados|dans le Calvados
15|Cantal|2|du Cantal|dans le Cantal
16|Charente|3|de la Charente|en Charente
17|Charente-Maritime|3|de la Charente-Maritime|en Charente-Maritime
18|Cher|2|du Cher|dans le Cher
19|Corrèze|3|de la Corrèze|en Corrèze
21|Côte-d'Or|3|de la Côte-d'Or|en Côte-d'Or
22|Côtes-d'Armor|4|des Côtes-d'Armor|dans les Côtes-d'Armor
23|Creuse|3|de la Creuse|dans la Creuse
24|Dordogne|3|de la Dordogne|en Dordogne
25|Doubs|2|du Doubs|dans le Doubs
26|Drôme|3|de la Drôme|dans la Drôme
27|Eure|5|de l'Eure|dans l'Eure
28|Eure-et-Loir|1|d'Eure-et-Loir|en Eure-et-Loir
29|Finistère|2|du Finistère|dans le Finistère
2A|Corse-du-Sud|3|de la Corse-du-Sud|en Corse-du-Sud
2B|Haute-Corse|3|de la Haute-Corse|en Haute-Corse
30|Gard|2|du Gard|dans le Gard
31|Haute-Garonne|3|de la Haute-Garonne|en Haute-Garonne
32|Gers|2|du Gers|dans le Gers
33|Gironde|3|de la Gironde|en Gironde
34|Hérault|5|de l'Hérault|dans l'Hérault
35|Ille-et-Vilaine|1|d'Ille-et-Vilaine|en Ille-et-Vilaine
36|Indre|5|de l'Indre|dans l'Indre
37|Indre-et-Loire|1|d'Indre-et-Loire|en Indre-et-Loire
38|Isère|5|de l'Isère|en Isère
39|Jura|2|du Jura|dans le Jura
40|Landes|4|des Landes|dans les Landes
41|Loir-et-Cher|2|du Loir-et-Cher|dans le Loir-et-Cher
42|Loire|3|de la Loire|dans la Loire
43|Haute-Loire|3|de la Haute-Loire|en Haute-Loire
44|Loire-Atlantique|3|de la Loire-Atlantique|en Loire-Atlantique
45|Loiret|2|du Loiret|dans le Loiret
46|Lot|2|du Lot|dans le Lot
47|Lot-et-Garonne|2|du Lot-et-Garonne|dans le Lot-et-Garonne
48|Lozère|3|de la Lozère|en Lozère
49|Maine-et-Loire|0|de Maine-et-Loire|en Maine-et-Loire
50|Manche|3|de la Manche|dans la Manche
51|Marne|3|de la Marne|dans la Marne
52|Haute-Marne|3|de la Haute-Marne|en Haute-Marne
53|Mayenne|3|de la Mayenne|en Mayenne
54|Meurthe-et-Moselle|0|de Meurthe-et-Moselle|en Meurthe-et-Moselle
55|Meuse|3|de la Meuse|dans la Meuse
56|Morbihan|2|du Morbihan|dans le Morbihan
57|Moselle|3|de la Moselle|en Moselle
58|Nièvre|3|de la Nièvre|dans la Nièvre
59|Nord|2|du Nord|dans le Nord
60|Oise|5|de l'Oise|dans l'Oise
61|Orne|5|de l'Orne|dans l'Orne
62|Pas-de-Calais|2|du Pas-de-Calais|dans le Pas-de-Calais
63|Puy-de-Dôme|2|du Puy-de-Dôme|dans le Puy-de-Dôme
64|Pyrénées-Atlantiques|4|des Pyrénées-Atlantiques|dans les Pyrénées-Atlantiques
65|Hautes-Pyrénées|4|des Hautes-Pyrénées|dans les Hautes-Pyrénées
66|Pyrénées-Orientales|4|des Pyrénées-Orientales|dans les Pyrénées-Orientales
67|Bas-Rhin|2|du Bas-Rhin|dans le Bas-Rhin
68|Haut-Rhin|2|du Haut-Rhin|dans le Haut-Rhin
69|Rhône|2|du Rhône|dans le Rhône
70|Haute-Saône|3|de la Haute-Saône|en Haute-Saône
71|Saône-et-Loire|0|de Saône-et-Loire|en Saône-et-Loire
72|Sarthe|3|de la Sarthe|dans la Sarthe
73|Savoie|3|de la Savoie|en Savoie
74|Haute-Savoie|3|de la Haute-Savoie|en Haute-Savoie
75|Paris|0|de Paris|à Paris
76|Seine-Maritime|3|de la Seine-Maritime|en Seine-Maritime
77|Seine-et-Marne|0|de Seine-et-Marne|en Seine-et-Marne
78|Yvelines|4|des Yvelines|dans les Yvelines
79|Deux-Sèvres|4|des Deux-Sèvres|dans les Deux-Sèvres
80|Somme|3|de la Somme|dans la Somme
81|Tarn|2|du Tarn|dans le Tarn
82|Tarn-et-Garonne|2|du Tarn-et-Garonne|dans le Tarn-et-Garonne
83|Var|2|du Var|dans le Var
84|Vaucluse|2|du Vaucluse|dans le Vaucluse
85|Vendée|3|de la Vendée|en Vendée
86|Vienne|3|de la Vienne|dans la Vienne
87|Haute-Vienne|3|de la Haute-Vienne|en Haute-Vienne
88|Vosges|4|des Vosges|dans les Vosges
89|Yonne|5|de l'Yonne|dans l'Yonne
90|Territoire de Belfort|2|du Territoire de Belfort|dans le Territoire de Belfort
91|Essonne|5|de l'Essonne|dans l'Essonne
92|Hauts-de-Seine|4|des Hauts-de-Seine|dans les Hauts-de-Seine
93|Seine-Saint-Denis|3|de la Seine-Saint-Denis|en Seine-Saint-Denis
94|Val-de-Marne|2|du Val-de-Marne|dans le Val-de-Marne
95|Val-d'Oise|2|du Val-d'Oise|dans le Val-d'Oise
971|Guadeloupe|3|de la Guadeloupe|en Guadeloupe
972|Martinique|3|de la Martinique|en Martinique
973|Guyane|3|de la Guyane|en Guyane
974|La Réunion|0|de La Réunion|à La Réunion
976|Mayotte|0|de Mayotte|à Mayotte
"""

REGIONS = """
01|Guadeloupe|3|de la Guadeloupe|en Guadeloupe
02|Martinique|3|de la Martinique|en Martinique
03|Guyane|3|de la Guyane|en Guyane
04|La Réunion|0|de La Réunion|à La Réunion
06|Mayotte|0|de Mayotte|à Mayotte
11|Île-de-France|1|d'Île-de-France|en Île-de-France
24|Centre-Val de Loire|2|du Centre-Val de Loire|dans le Centre-Val de Loire
27|Bourgogne-Franche-Comté|0|de Bourgogne-Franche-Comté|en Bourgogne-Franche-Comté
28|Normandie|0|de Normandie|en Normandie
32|Hauts-de-France|4|des Hauts-de-France|dans les Hauts-de-France
44|Grand Est|2|du Grand Est|dans le Grand Est
52|Pays de la Loire|4|des Pays de la Loire|dans les Pays de la Loire
53|Bretagne|0|de Bretagne|en Bretagne
75|Nouvelle-Aquitaine|3|de la Nouvelle-Aquitaine|en Nouvelle-Aquitaine
76|Occitanie|1|d'Occitanie|en Occitanie
84|Auvergne-Rhône-Alpes|1|d'Auvergne-Rhône-Alpes|en Auvergne-Rhône-Alpes
93|Provence-Alpes-Côte d'Azur|0|de Provence-Alpes-Côte d'Azur|en Provence-Alpes-Côte d'Azur
94|Corse|0|de Corse|en Corse
"""

AREAS = [tuple(line.split("|")) for line in (DEPARTMENTS + REGIONS).split("\n") if line]

COMMUNES = [
    ("Saugues", 0, "de Saugues", "à Saugues"),
    ("Paris", 0, "de Paris", "à Paris"),
    ("Abbeville", 1, "d'Abbeville", "à Abbeville"),
    ("Hyères", 1, "d'Hyères", "à Hyères"),
    ("Le Havre", 2, "du Havre", "au Havre"),
    ("La Chapelle-Pouilloux", 3, "de La Chapelle-Pouilloux", "à La Chapelle-Pouilloux"),
    ("Les Abymes", 4, "des Abymes", "aux Abymes"),
    ("L'Haÿ-les-Roses", 5, "de L'Haÿ-les-Roses", "à L'Haÿ-les-Roses"),
    ("Aux Marais", 6, "des Marais", "aux Marais"),
    ("Las Illas", 7, "de Las Illas", "à Las Illas"),
    ("Los Masos", 8, "de Los Masos", "à Los Masos"),
]


def test_the_table_holds_the_101_departments_and_the_18_regions():
    assert len(AREAS) == 101 + 18


@pytest.mark.parametrize(("code", "name", "linking", "of", "within"), AREAS)
def test_departments_and_regions_have_their_official_forms(code, name, linking, of, within):
    assert french.of(name, int(linking)) == of
    assert french.within(name, int(linking)) == within


@pytest.mark.parametrize(("name", "linking", "of", "at"), COMMUNES)
def test_communes_keep_contract_or_elide_their_article(name, linking, of, at):
    assert french.of(name, linking) == of
    assert french.at(name, linking) == at


@pytest.mark.parametrize(("bare", "linking"), [("Havre", 2), ("Abymes", 4), ("Marais", 6)])
def test_a_name_without_its_article_gives_the_same_contraction(bare, linking):
    article = french.ARTICLES[linking].capitalize()
    assert french.of(bare, linking) == french.of(f"{article} {bare}", linking)
    assert french.at(bare, linking) == french.at(f"{article} {bare}", linking)


def test_a_subject_is_always_feminine_and_singular():
    assert french.commune_as_subject("L'Haÿ-les-Roses", 5) == "L'Haÿ-les-Roses"
    assert french.commune_as_subject("Le Havre", 2) == "La commune du Havre"


@given(st.text(min_size=1, max_size=30), st.integers(0, 8))
def test_no_form_is_ever_broken(name, linking):
    for form in (french.of(name, linking), french.at(name, linking), french.within(name, linking)):
        assert "de le " not in form.replace(name, "")
        assert "à les " not in form.replace(name, "")
        assert form


def test_the_examples_of_the_module_hold():
    assert doctest.testmod(french).failed == 0
