"""Say in French what was built, repaired and left: rapport.md and sources.toml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import shapely
from shapely import Polygon

from geo.building.centres import TOLERANCE_M, Centre
from geo.building.contours import Repair
from geo.building.coverage import LARGEST_GAP_M2, Change
from geo.building.measures import area_m2
from geo.building.records import Row
from geo.building.sources import SOURCES, sha256
from geo.building.writing import toml_table

VINTAGE = "2026-01-01"
OUTPUTS = (
    "communes.parquet",
    "anciennes_communes.parquet",
    "epcis.csv",
    "departements.csv",
    "regions.csv",
    "rapport.md",
)


@dataclass(frozen=True)
class Facts:
    """All that the report tells, as the build found it."""

    communes: list[Row]
    former: list[Row]
    epcis: list[Row]
    repairs: list[Repair]
    changes: list[Change]
    foreign: list[Polygon]
    centres: dict[str, Centre]
    contradictions: list[tuple[str, str, str]]
    names: dict[str, str]  # of the communes of today and of 2024

    def name(self, code: str) -> str:
        """`Nom (code)` of a commune of today or of 2024."""
        return f"{self.names[code]} ({code})"

    def counts(self) -> dict[str, int]:
        """The totals by which a reader knows the result."""
        natures = Counter(row["nature"] for row in self.former)
        old = (row for row in self.former if row["nature"] == "ancienne")
        renamed = sum(row["code"] == row["commune"] for row in old)
        return {
            "communes": len(self.communes),
            "communes_avec_contour": sum(row["geometry"] is not None for row in self.communes),
            "communes_sans_epci": sum(row["epci"] is None for row in self.communes),
            "communes_en_ept": sum(row["ept"] is not None for row in self.communes),
            "communes_sans_code_postal": sum(not row["codes_postaux"] for row in self.communes),
            "communes_sans_habitant": sum(row["population"] == 0 for row in self.communes),
            "centres_mairie": sum(row["centre_nature"] == "mairie" for row in self.communes),
            "centres_interieurs": sum(row["centre_nature"] == "interieur" for row in self.communes),
            "population": sum(row["population"] for row in self.communes),
            "anciennes_communes": len(self.former),
            "communes_deleguees": natures["deleguee"],
            "communes_associees": natures["associee"],
            "arrondissements": natures["arrondissement"],
            "anciens_codes": natures["ancienne"] - renamed,
            "anciens_noms": renamed,
            "anciens_codes_sans_nom": sum(row["nom"] is None for row in self.former),
            "epci": sum(row["nature"] != "EPT" for row in self.epcis),
            "ept": sum(row["nature"] == "EPT" for row in self.epcis),
            "departements": len({row["departement"] for row in self.communes}),
            "regions": len({row["region"] for row in self.communes}),
        }


def markdown(facts: Facts) -> str:
    """The whole of rapport.md."""
    sections = (
        _opening(facts),
        _rebuilt(facts),
        _gaps(facts),
        _overlaps(facts),
        _centres(facts),
        _left(facts),
    )
    return "\n".join(sections)


def manifest(facts: Facts, output: Path) -> str:
    """The whole of sources.toml: sources, counts, sha256 of each file of `output`."""
    tables = [
        "# Écrit par « manage.py build_communes » : d'où viennent ces fichiers, ce qu'ils sont.\n",
        toml_table("", {"millesime_cog": VINTAGE, "systeme": "EPSG:4326"}),
    ]
    tables += [toml_table("[[sources]]", source.described()) for source in SOURCES]
    tables.append(toml_table("[resultat]", facts.counts()))
    tables.append(toml_table("[sha256]", {f'"{n}"': sha256(output / n) for n in OUTPUTS}))
    # With other versions the same contours can be written as other bytes: these explain it.
    tools = {name: version(name) for name in ("shapely", "pyarrow", "pyproj")}
    tables.append(toml_table("[outils]", tools | {"geos": shapely.geos_version_string}))
    return "\n".join(tables)


def _opening(facts: Facts) -> str:
    rows = [[label.replace("_", " "), _number(count)] for label, count in facts.counts().items()]
    return (
        "# Les communes : rapport de construction\n\n"
        f"Code officiel géographique au {VINTAGE}. France métropolitaine et les cinq DROM. "
        "Populations de référence 2023, en vigueur en 2026 ; celles de Mayotte sont de 2017.\n"
        "Écrit par `manage.py build_communes` ; les sources sont dans `sources.toml`.\n\n"
        + _table(["Compte", "Valeur"], rows)
        + "\nAprès écriture, le fichier est relu : codes uniques et triés, contours valides, "
        "`coverage_is_valid` vrai, aucun interstice entre communes hors sol étranger. "
        "Les cantons, dessinés par la même source, ne couvrent aucun sol (plus de "
        f"{_km2(LARGEST_GAP_M2)}) qui ne soit à une commune.\n"
    )


def _rebuilt(facts: Facts) -> str:
    labels = {
        "absorption": "reçoit le contour des communes absorbées",
        "restauree": "rétablie : contour de la commune déléguée de 2024",
        "amputee": "rend le contour des communes rétablies",
    }
    rows = [
        [facts.name(r.code), labels[r.kind], ", ".join(map(facts.name, r.parts)), _km2(r.area)]
        for r in facts.repairs
        if r.kind in labels
    ]
    return (
        "## Contours recomposés\n\n"
        "Le contour manque, ou date d'avant une fusion ou une scission. Les contours de 2024, "
        "identiques partout ailleurs, le rendent exactement.\n\n"
        + _table(["Commune", "Réparation", "Communes de 2024", "Surface"], rows)
    )


def _gaps(facts: Facts) -> str:
    gaps = sorted((r for r in facts.repairs if r.kind == "interstice"), key=lambda r: -r.area)
    rows = [[facts.name(r.code), _m2(r.area), _place(r.place)] for r in gaps]
    kept = [[_km2(area_m2(hole)), _place(_inside(hole))] for hole in facts.foreign]
    return (
        "## Interstices fermés\n\n"
        f"{len(gaps)} vides de moins de {_km2(LARGEST_GAP_M2)} ({_m2(sum(r.area for r in gaps))} "
        "en tout), donnés au voisin qui a la plus longue bordure commune. Au-delà de 1 000 m², ce "
        "sont, d'après leur place, des plans d'eau ou des estuaires ; en deçà, des bords qui "
        "ne s'accordaient pas.\n\n"
        + _table(["Commune", "Surface", "Lieu (lon, lat)"], rows)
        + "\n## Vides laissés\n\nSol étranger : aucun canton ne le couvre (Llívia, Espagne).\n\n"
        + _table(["Surface", "Lieu (lon, lat)"], kept)
    )


def _overlaps(facts: Facts) -> str:
    rows = [
        [facts.name(c.code), _m2(c.moved), f"{c.area:+.0f} m²", f"{c.shift:.1f} m"]
        for c in facts.changes
    ]
    return (
        "## Recouvrements et bords désaccordés\n\n"
        f"{len(rows)} communes dont le contour change de 0,5 m² ou plus entre l'assemblage et la "
        "couverture valide (recouvrements levés et interstices fermés). Toutes les autres gardent "
        "leurs bords, arrondis au millionième de degré (0,1 m).\n\n"
        + _table(["Commune", "Sol échangé", "Bilan", "Plus grand déplacement du bord"], rows)
    )


def _centres(facts: Facts) -> str:
    tally: Counter[tuple[str, str]] = Counter((c.nature, c.remark) for c in facts.centres.values())
    labels = {
        ("mairie", ""): "mairie",
        ("mairie", "edition_2024"): "mairie de l'édition 2024, la seule plausible",
        ("mairie", "signe"): "mairie dont la longitude avait perdu son signe",
        ("interieur", "absente"): "point intérieur, faute de mairie",
        ("interieur", "hors_contour"): "point intérieur, la mairie donnée étant hors de la commune",
    }
    rows = [[label, _number(tally[key])] for key, label in labels.items()]
    remarked = sorted((code, c) for code, c in facts.centres.items() if c.remark)
    far = [[facts.name(k), f"{c.distance / 1000:.1f} km"] for k, c in remarked if c.distance]
    return (
        "## Points\n\n"
        f"Une mairie à plus de {TOLERANCE_M:.0f} m du contour n'est pas retenue : c'est le plus "
        "souvent une rue du même nom dans une autre commune.\n\n"
        + _table(["Point", "Communes"], rows)
        + _list("Sans mairie", facts, remarked, "absente")
        + _list("Longitude dont le signe est rétabli", facts, remarked, "signe")
        + _list("Mairie reprise de l'édition 2024", facts, remarked, "edition_2024")
        + "\n### Mairies écartées\n\n"
        + _table(["Commune", "Distance au contour"], far)
    )


def _left(facts: Facts) -> str:
    counts = facts.counts()
    disputed = [[facts.name(c), facts.name(k), facts.name(o)] for c, k, o in facts.contradictions]
    bare = [facts.name(row["code"]) for row in facts.communes if row["geometry"] is None]
    return (
        "## Ce qui n'est pas réparé\n\n"
        f"- Communes sans contour : {', '.join(bare) or 'aucune'}.\n"
        f"- {counts['anciens_codes_sans_nom']} anciens codes n'ont pas de nom dans ces sources : "
        "leur ligne mène à la commune d'aujourd'hui, `nom` est vide.\n"
        f"- Les {counts['anciens_noms']} communes renommées depuis 2024 gardent leur ancien nom "
        "(nature `ancienne`, même code), sans contour. Les noms d'avant 2024 manquent.\n"
        "- La population des communes déléguées, associées et anciennes est vide : les sources "
        "n'en ont pas de l'année en vigueur.\n"
        "- Un point intérieur n'est pas le bourg : il en est parfois à quelques kilomètres.\n\n"
        "Codes que deux listes de la source mènent à deux communes (le rattachement en vigueur "
        "est retenu) :\n\n" + _table(["Code", "Rattachement retenu", "Autre liste"], disputed)
    )


def _list(title: str, facts: Facts, remarked: Sequence[tuple[str, Centre]], remark: str) -> str:
    names = [facts.name(code) for code, centre in remarked if centre.remark == remark]
    return f"\n{title} : {', '.join(names) or 'aucune'}.\n"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")


def _km2(area: float) -> str:
    return f"{area / 1e6:.3f}".replace(".", ",") + " km²"


def _m2(area: float) -> str:
    return f"{area:,.1f}".replace(",", "\u202f").replace(".", ",") + " m²"


def _place(place: tuple[float, float] | None) -> str:
    return "" if place is None else f"{place[0]:.5f}, {place[1]:.5f}"


def _inside(polygon: Polygon) -> tuple[float, float]:
    point = polygon.representative_point()
    return point.x, point.y
