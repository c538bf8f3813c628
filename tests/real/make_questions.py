"""Writes tests/real/questions.csv: questions drawn from the ground, beside those written by hand.

    .venv/bin/python -m tests.real.make_questions

It reads data/communes alone and shares no code with the search: what is expected is what the files
say. Those written by hand are kept as they are in tests/real/questions_written.csv. A question is
drawn only where its answer is beyond doubt (no other commune bears the name, or the postcode).
"""

import csv
import itertools
import random
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "data" / "communes"
WRITTEN, ALL = HERE / "questions_written.csv", HERE / "questions.csv"
COLUMNS = ("genre", "question", "type", "code")
CITIES = {"Paris": ("75056", 20), "Lyon": ("69123", 9), "Marseille": ("13055", 16)}
EACH = 36  # questions of each kind
ARTICLE = re.compile(r"^(?:l[’']|(?:le|la|les) )", re.IGNORECASE)
# The capitals of the regions that were joined in 2016, by the code of their commune.
CAPITALS = {
    "Alsace": "67482", "Aquitaine": "33063", "Auvergne": "63113", "Basse-Normandie": "14118",
    "Bourgogne": "21231", "Champagne-Ardenne": "51108", "Franche-Comté": "25056",
    "Haute-Normandie": "76540", "Languedoc-Roussillon": "34172", "Limousin": "87085",
    "Lorraine": "57463", "Midi-Pyrénées": "31555", "Nord-Pas-de-Calais": "59350",
    "Picardie": "80021", "Poitou-Charentes": "86194", "Rhône-Alpes": "69123",
}  # fmt: skip
# The region of before 2016 that a department was in.
OF_FORMER = {
    "Alsace": "67", "Auvergne": "63", "Bourgogne": "21", "Franche-Comté": "25", "Lorraine": "57",
    "Limousin": "87", "Midi-Pyrénées": "31", "Picardie": "80", "Rhône-Alpes": "69",
}  # fmt: skip
Question = tuple[str, str, str, str]


def plain(text: str) -> str:
    """Lower case, no accent, only letters and spaces: our own way, for counting namesakes."""
    folded = unicodedata.normalize("NFD", text.lower().replace("œ", "oe").replace("’", "'"))
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.sub("[^a-z0-9]+", " ", letters).split())


def bare(name: str) -> str:
    """A name without its article."""
    return ARTICLE.sub("", name)


class Ground:
    """The files, and how many bear each name."""

    def __init__(self) -> None:
        columns = ["code", "nom", "departement", "region", "codes_postaux", "population", "epci"]
        self.communes = pd.read_parquet(DATA / "communes.parquet", columns=columns)
        self.former = pd.read_parquet(
            DATA / "anciennes_communes.parquet", columns=["code", "nom", "nature", "commune"]
        )
        self.names = pd.read_csv(DATA / "noms_anciens.csv", sep=";", dtype=str)
        self.epcis = pd.read_csv(DATA / "epcis.csv", sep=";", dtype=str)
        self.passages = pd.read_csv(DATA / "passage_epci.csv", sep=";", dtype=str)
        self.departments = pd.read_csv(DATA / "departements.csv", sep=";", dtype=str)
        self.regions = pd.read_csv(DATA / "regions.csv", sep=";", dtype=str)
        self.department_name = dict(
            zip(self.departments["code"], self.departments["nom"], strict=True)
        )
        self.rows = list(self.communes.sort_values("code").itertuples())
        self.bearing = Counter(plain(bare(row.nom)) for row in self.rows)
        self.large = {row.code for row in self.rows if row.population >= 2_000}
        self.areas = {plain(name) for name in [*self.departments.nom, *self.regions.nom]}

    def homonyms(self) -> list:
        """Communes of a name that several bear, where the name is unique in the department."""
        named = Counter(row.nom for row in self.rows)
        within = Counter((plain(bare(row.nom)), row.departement) for row in self.rows)
        return [
            row
            for row in self.rows
            if named[row.nom] > 1 and within[plain(bare(row.nom)), row.departement] == 1
        ]


def drawn(ground: Ground, each: int = EACH, seed: int = 2026) -> list[Question]:
    """Questions of every kind that can be drawn."""
    dice = random.Random(seed)  # noqa: S311  (a sample, no secret)
    pick = lambda rows: dice.sample(rows, min(each, len(rows)))  # noqa: E731
    alone = [r for r in ground.rows if ground.bearing[plain(bare(r.nom))] == 1]
    alone = [r for r in alone if plain(bare(r.nom)) not in ground.areas]
    plainly = [r for r in alone if not ARTICLE.match(r.nom)]
    homonyms = ground.homonyms()
    questions: list[Question] = []

    def ask(kind: str, question: str, code: str, level: str = "commune") -> None:
        questions.append((kind, question, level, code))

    for rank, r in enumerate(pick(alone)):
        ask("nom", (r.nom, r.nom.lower(), plain(r.nom), r.nom.upper())[rank % 4], r.code)
    for rank, r in enumerate(pick(homonyms)):
        code = dice.choice(list(r.codes_postaux))
        ask("nom et code postal", (f"{r.nom} {code}", f"{code} {r.nom.lower()}")[rank % 2], r.code)
    for rank, r in enumerate(pick(homonyms)):
        ways = (f"{r.nom} {r.departement}", f"{plain(r.nom)} ({r.departement})")
        ask("nom et numéro de département", ways[rank % 2], r.code)
    for rank, r in enumerate(pick(homonyms)):
        where = ground.department_name[r.departement]
        places = (f"{r.nom} ({where})", f"{plain(r.nom)} {plain(where)}", f"{r.nom}, {where}")
        ask("nom et nom de département", places[rank % 3], r.code)
    for rank, r in enumerate(pick([r for r in alone if ARTICLE.match(r.nom)])):
        ask("sans article", (bare(r.nom), plain(bare(r.nom)))[rank % 2], r.code)
    draw_areas(ground, ask, pick)
    draw_former(ground, ask, pick)
    draw_codes(ground, ask, pick)
    for r in pick([r for r in plainly if r.code in ground.large and len(r.nom) > 7]):
        at = dice.randrange(2, len(r.nom) - 2)
        wrong = dice.choice([r.nom[:at] + r.nom[at + 1 :], r.nom[:at] + r.nom[at - 1] + r.nom[at:]])
        if plain(wrong) not in ground.bearing and plain(wrong) != plain(r.nom):
            ask("faute", wrong.lower(), r.code)
    draw_former_epcis(ground, ask)
    draw_contradicted(ground, ask, pick, dice)
    draw_former_regions(ground, ask)
    draw_shared(ground, ask, pick)
    draw_place_first(ground, ask, pick)
    draw_contradicted_otherwise(ground, ask, pick, dice)
    draw_placed_areas(ground, ask, pick, dice)
    return questions


def draw_areas(ground: Ground, ask, pick) -> None:
    """EPCI by their initials or name; departments and regions by code or name."""
    short = {"Communauté de communes": "CC", "Communauté d'agglomération": "CA"}
    telling = ground.epcis[ground.epcis.nature.isin(["CC", "CA"])]
    counts = Counter(plain(re.sub(r"^Communauté d\S+ \S+ ", "", name)) for name in telling.nom)
    rows = [
        e
        for e in telling.itertuples()
        if counts[plain(re.sub(r"^Communauté d\S+ \S+ ", "", e.nom))] == 1
    ]
    for rank, e in enumerate(pick(rows)):
        initials = e.nom
        for words, letters in short.items():
            initials = initials.replace(words, letters)
        ask("epci", (initials, plain(initials), e.nom)[rank % 3], e.siren, "epci")
    for rank, d in enumerate(pick(list(ground.departments.itertuples()))):
        if d.code == "75" or plain(d.nom) in {plain(n) for n in ground.regions.nom}:
            continue
        ask("département ou région", (d.code.lower(), d.nom)[rank % 2], d.code, "departement")
    for r in ground.regions.itertuples():
        ask("département ou région", r.nom, r.code, "region")


def draw_former_epcis(ground: Ground, ask) -> None:
    """Every EPCI no longer in force, by its SIREN and its name: who took over most of its people.

    Where an EPCI of today bears the same name, it is the one that took over most.
    """
    led = ground.passages.assign(share=ground.passages.part_population.astype(float))
    most = led.sort_values(["ancien_siren", "share"], ascending=[True, False])
    for rank, e in enumerate(most.drop_duplicates("ancien_siren").itertuples()):
        long = re.sub("^CC ", "Communauté de communes ", e.ancien_nom)
        long = re.sub("^CA ", "Communauté d'agglomération ", long)
        ask("ancien epci", e.ancien_siren, e.siren, "epci")
        ask("ancien epci", (e.ancien_nom, plain(e.ancien_nom), long)[rank % 3], e.siren, "epci")


def draw_contradicted(ground: Ground, ask, pick, dice) -> None:
    """A name and a place where no name begins like it: the commune of that name, and a sentence.

    By the number or the name of a department, by a postcode of elsewhere, by one that is none.
    """
    names = [
        *((plain(bare(r.nom)), r.departement) for r in ground.rows),
        *((plain(bare(n.nom)), n.commune[:2]) for n in ground.names.itertuples()),
        *((plain(bare(f.nom)), f.commune[:2]) for f in ground.former.dropna().itertuples()),
    ]
    counts = Counter(name for name, _where in names)
    free = [r for r in ground.rows if counts[plain(bare(r.nom))] == 1 and len(r.nom) > 5]
    postcodes = {code for r in ground.rows for code in r.codes_postaux}
    for rank, r in enumerate(pick(free)):
        key = plain(bare(r.nom))
        taken = {where for name, where in names if name.startswith(key.split()[0])}
        others = [
            d for d in ground.departments.itertuples() if d.code != r.departement
            and d.code.isdigit() and len(d.code) == 2 and d.code not in taken
        ]  # fmt: skip
        other = dice.choice(others)
        away = dice.choice(sorted(code for code in postcodes if code.startswith(other.code)))
        none = f"{other.code}999"
        said = (other.code, f"({other.nom})", away, none)[rank % 4]
        ask("lieu contredit", f"{r.nom} {said}", r.code)


def free_names(ground: Ground) -> list:
    """Communes whose name no other commune bears or bore."""
    names = [
        *(plain(bare(r.nom)) for r in ground.rows),
        *(plain(bare(n.nom)) for n in ground.names.itertuples()),
        *(plain(bare(f.nom)) for f in ground.former.dropna().itertuples()),
    ]
    counts = Counter(names)
    return [r for r in ground.rows if counts[plain(bare(r.nom))] == 1]


def draw_place_first(ground: Ground, ask, pick) -> None:
    """A name after its department or its region, of today or of before 2016."""
    former = {region: name for name, region in OF_FORMER.items()}
    for rank, r in enumerate(pick(ground.homonyms())):
        where = ground.department_name[r.departement]
        ways = (f"{where} {r.nom}", f"{plain(where)} {plain(r.nom)}", f"{where}, {bare(r.nom)}")
        ask("lieu devant le nom", ways[rank % 3], r.code)
    regions = dict(zip(ground.regions.code, ground.regions.nom, strict=True))
    alone = [r for r in free_names(ground) if r.code in ground.large]
    alone = [r for r in alone if plain(bare(r.nom)) not in ground.areas]
    for rank, r in enumerate(pick(alone)):
        where = (regions[r.region], plain(regions[r.region]), former.get(r.departement, ""))
        ask("lieu devant le nom", f"{where[rank % 3] or regions[r.region]} {r.nom}", r.code)


def draw_contradicted_otherwise(ground: Ground, ask, pick, dice) -> None:
    """The same, the place first, beside another place, or where another name begins alike."""
    free = [r for r in free_names(ground) if len(r.nom) > 5 and r.code in ground.large]
    free = [r for r in free if plain(bare(r.nom)) not in ground.areas]
    areas = [d for d in ground.departments.itertuples() if d.code.isdigit() and len(d.code) == 2]
    codes = sorted({code for r in ground.rows for code in r.codes_postaux})
    for rank, r in enumerate(pick([r for r in free if r.nom not in CITIES])):
        other = dice.choice([d for d in areas if d.code != r.departement])
        own = dice.choice(list(r.codes_postaux))
        away = dice.choice([code for code in codes if code.startswith(other.code)])
        here = ground.department_name[r.departement]
        said = (
            f"{other.nom} {r.nom}",
            f"{r.nom} {own} {other.nom}",
            f"{r.nom} {here} {away}",
            f"{plain(other.nom)} {plain(r.nom)}",
        )
        ask("lieu contredit", said[rank % 4], r.code)
    # Where another name begins with the same letters, not with the same word: Lille, Lillers.
    keys = sorted((plain(bare(r.nom)), r.departement) for r in ground.rows)
    at = {key: rank for rank, (key, _where) in enumerate(keys)}
    begun: dict[str, set[str]] = {}
    for r in (r for r in free if r.nom not in CITIES):
        key = plain(bare(r.nom))
        longer = list(itertools.takewhile(lambda one: one[0].startswith(key), keys[at[key] :]))  # noqa: B023
        of_words = {where for name, where in longer if f"{name} ".startswith(f"{key} ")}
        begun[r.code] = {where for _name, where in longer} - of_words
    for r in pick([r for r in free if begun.get(r.code)]):
        ask("lieu contredit", f"{r.nom} {dice.choice(sorted(begun[r.code]))}", r.code)


def draw_placed_areas(ground: Ground, ask, pick, dice) -> None:
    """An EPCI, a region with a department of theirs; the same with one where they are not."""
    short = re.compile("^Communauté (?:de communes|d'agglomération|urbaine) ")
    counts = Counter(plain(short.sub("", name)) for name in ground.epcis.nom)
    inside: dict[str, set[str]] = {}
    for siren, where in zip(ground.communes.epci, ground.communes.departement, strict=True):
        inside.setdefault(siren, set()).add(where)
    telling = [
        e for e in ground.epcis.itertuples()
        if counts[plain(short.sub("", e.nom))] == 1
        and e.nature in ("CC", "CA") and e.siren in inside
        and len(bare(re.sub("^(?:du|de|des|de la) |^d'", "", short.sub("", e.nom))).split()) > 1
    ]  # fmt: skip
    for rank, e in enumerate(pick(telling)):
        where = dice.choice(sorted(inside[e.siren]))
        name = ground.department_name[where]
        ways = (f"{e.nom} {where}", f"{plain(e.nom)} ({where})", f"{e.nom} ({name})")
        ask("territoire et lieu", ways[rank % 3], e.siren, "epci")
    known = sorted(code for code in ground.department_name if code.isdigit() and len(code) == 2)
    for e in pick(telling)[:12]:
        away = dice.choice([code for code in known if code not in inside[e.siren]])
        ask("territoire contredit", f"{e.nom} {away}", e.siren, "epci")
    names = Counter(plain(name) for name in [*ground.departments.nom, *ground.regions.nom])
    for r in ground.regions.itertuples():
        if names[plain(r.nom)] == 1 and ground.bearing[plain(r.nom)] == 0:
            where = [d.code for d in ground.departments.itertuples() if d.region == r.code]
            ask("territoire et lieu", f"{r.nom} {dice.choice(where)}", r.code, "region")


def draw_former_regions(ground: Ground, ask) -> None:
    """The sixteen regions of before 2016 that were joined: those that hold their capital."""
    of = dict(zip(ground.communes.code, ground.communes.region, strict=True))
    for rank, (name, capital) in enumerate(CAPITALS.items()):
        ask("ancienne région", (name, plain(name))[rank % 2], of[capital], "region")


def draw_shared(ground: Ground, ask, pick) -> None:
    """A name without its article that others bear too: the most populous of them."""
    areas = ground.areas | {"bourg", "celle", "chalon", "chambon", "mont", "plan", "riviere"}
    areas |= {"puy", "valette", "villeneuve"}  # a city whose full name begins so is meant
    bearers: dict[str, list] = {}
    for r in ground.rows:
        bearers.setdefault(plain(bare(r.nom)), []).append(r)
    shared = [
        (key, max(rows, key=lambda r: (r.population, r.code)).code)
        for key, rows in sorted(bearers.items())
        if len(rows) > 1 and key not in areas and any(ARTICLE.match(r.nom) for r in rows)
    ]
    for key, code in pick(shared):
        ask("nom partagé", key, code)


def draw_former(ground: Ground, ask, pick) -> None:
    """Names that communes had, and those of the communes that they took in."""
    counts = Counter(plain(bare(name)) for name in ground.names.nom)
    places = {plain(bare(name)) for name in ground.former.nom.dropna()}
    known = set(ground.communes.code)
    free = [
        n
        for n in ground.names.itertuples()
        if counts[plain(bare(n.nom))] == 1
        and plain(bare(n.nom)) not in ground.bearing
        and plain(bare(n.nom)) not in places
        and n.commune in known
    ]
    for n in pick([n for n in free if n.nature == "renommee"]):
        ask("ancien nom", n.nom, n.commune)
    for n in pick([n for n in free if n.nature == "ancienne"]):
        ask("ancien nom", n.nom, n.commune)


def draw_codes(ground: Ground, ask, pick) -> None:
    """A code alone: of Insee, or a postcode that is no other code and has one commune."""
    served = Counter(code for r in ground.rows for code in r.codes_postaux)
    codes = {*ground.communes.code, *ground.former.code}
    for rank, r in enumerate(pick([r for r in ground.rows if not served[r.code]])):
        ask("code seul", (r.code, r.code.lower())[rank % 2], r.code)
    lone = [
        (code, r.code)
        for r in ground.rows
        for code in r.codes_postaux
        if served[code] == 1 and code not in codes
    ]
    for code, commune in pick(lone):
        ask("code seul", code, commune)
    for city, (code, most) in CITIES.items():
        for number in range(1, most + 1):
            ending = "er" if number == 1 else "e"
            said = (f"{city} {number}{ending}", f"{city.lower()} {number}", f"{city} {number}ème")
            ask("arrondissement", said[number % 3] if number > 1 else said[0], code)


def written() -> list[Question]:
    """The questions written by hand."""
    with WRITTEN.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter=";")
        return [(row["genre"], row["question"], row["type"], row["code"]) for row in rows]


def main() -> None:
    """Write the whole table."""
    rows = [(*row, "écrite") for row in written()] + [(*row, "sol") for row in drawn(Ground())]
    with ALL.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerow((*COLUMNS, "origine"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
