"""Where a record may be written: coherent, and within the reach of who acts, before and after.

Every door passes here. A record is moved by its home (region, department, seat, presumed EPCI) and
by each declared piece: what is gained or lost must be on the ground of who acts, and the record
must still be on it once its footprint is derived again.
"""

import json
from collections.abc import Iterable

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.db.models import Q

from directory.models import Pole
from directory.record.fields import WEB, YEARS
from directory.record.pieces import Record
from directory.record.rules import HOME, date_faults, told_of
from directory.vocabulary import TerritoryLevel
from geo.models import Commune, Department
from geo.reach import Reach
from publishing.ceilings import whole
from publishing.coordinates import WGS84
from tables.addresses import fault_of

# The share of a shape, compared with itself: degrees will do.
MOSTLY_ON = """
SELECT coalesce(sum(ST_Area(ST_Intersection(contour, %(shape)s::geometry))), 0)
       >= ST_Area(%(shape)s::geometry) / 2
FROM geo_departmentshape
WHERE area_id = ANY(%(own)s) AND ST_Intersects(contour, %(shape)s::geometry)
"""
DATED = (*YEARS, "recognitions")
MOST_NAMED = 3
MOST_PAIRS = 5_000  # an EPCI, and an EPT where the commune is in one
LONGEST_ECHO = 200


class Misplaced(Exception):  # noqa: N818 - an answer, not an accident
    """The record may not be put there: nothing is written, and the message says why."""


def check_coherent(before: Record | None, after: Record) -> None:
    """Raise `Misplaced` where a changed home contradicts itself, or a new address is none.

    What comes from a proposal or from the past was accepted by the rules of its day.
    """
    known = set(addresses_of(before)) if before else set()
    for address in addresses_of(after):
        if address not in known and (accepted := fault_of(address)):
            raise Misplaced(
                f"« {address[:LONGEST_ECHO]} » n'est pas acceptée : attendu, {accepted}."
            )
    if before is None or any(before[name] != after[name] for name in DATED):
        recognised = [(one["scheme"], one["year"]) for one in after["recognitions"]]
        dated = [
            f"{field} : attendu, {accepted}."
            for field, _value, accepted in date_faults({n: after[n] for n in YEARS}, recognised)
        ]
        if dated:
            raise Misplaced(" ".join(dated))
    if before is not None and all(before[name] == after[name] for name in HOME):
        return
    if faults := told_of(after):
        raise Misplaced(" ".join(faults.values()))


def addresses_of(record: Record) -> list[str]:
    """Every web address that a record shows."""
    held = (record[name] for name in WEB)
    several = (value if isinstance(value, list) else [value] for value in held)
    return [one for values in several for one in values if one]


def check_move(before: Record | None, after: Record, reach: Reach) -> None:
    """Raise `Misplaced` where what a change gains or loses is out of reach (`None`: new)."""
    if reach.everywhere:
        return
    departments = Department.objects.order_by("code").values_list("code", "region_id")
    region_of = dict(whole(departments, MOST_PAIRS))
    own = {
        code
        for code, region in region_of.items()
        if code in reach.departments or region in reach.regions
    }
    regions = set(reach.regions) | {region_of[code] for code in own}
    outside = sorted(home_moved(before, after) - own)
    outside += sorted({r for r in moved_regions(before, after) if r not in regions})
    if outside:
        raise Misplaced(
            "La région, le département et le siège d'une fiche ne se changent que sur votre "
            f"territoire ; en dehors ici : {', '.join(outside)}. La cellule nationale peut le "
            "faire."
        )
    if strange := pieces_outside(moved_pieces(before, after), own, set(reach.regions)):
        raise Misplaced(
            "Un territoire déclaré ne s'ajoute et ne s'enlève que sur le vôtre ; en dehors "
            f"ici : {', '.join(strange[:MOST_NAMED])}. La cellule nationale peut le faire."
        )


def check_standing(pole_id: int, reach: Reach) -> None:
    """Raise `Misplaced` where a record, its footprint derived, is not within a reach."""
    if not Pole.objects.within_reach(reach).filter(pk=pole_id).exists():
        raise Misplaced(
            "La fiche ne serait pas sur votre territoire : donnez-lui une région, un "
            "département ou un territoire déclaré qui en soit."
        )


def home_moved(before: Record | None, after: Record) -> set[str]:
    """The departments that a record's home gains or loses."""
    moved = departments_of_home(before) ^ departments_of_home(after)
    presumed = before["footprint"]["presume"] if before else True
    if presumed != after["footprint"]["presume"]:
        moved |= departments_of_home(before) | departments_of_home(after)
    return moved


def moved_regions(before: Record | None, after: Record) -> set[str]:
    """The regions that a record gains or loses as its own."""
    return ({before["region_code"]} if before else set()) ^ {after["region_code"]}


def departments_of_home(record: Record | None) -> set[str]:
    """The department of a record, and that of its seat."""
    if record is None:
        return set()
    seat = Commune.objects.filter(pk=record["seat"]["insee"]).first() if record["seat"] else None
    return {code for code in (record["departement"], seat and seat.department_id) if code}


def moved_pieces(before: Record | None, after: Record) -> list[Record]:
    """The declared pieces that one of two records has and the other has not."""
    sides = [
        {json.dumps(one, sort_keys=True): one for one in side["footprint"]["territories"]}
        for side in (before, after)
        if side is not None
    ]
    first, last = sides if len(sides) == 2 else ({}, sides[0])
    return [(first | last)[key] for key in sorted(first.keys() ^ last.keys())]


def pieces_outside(pieces: Iterable[Record], own: set[str], regions: set[str]) -> list[str]:
    """Codes of the pieces that touch none of some departments, or « périmètre dessiné »."""
    named: dict[str, list[str]] = {}
    drawn = []
    for one in pieces:
        if one["level"] == TerritoryLevel.DRAWN:
            drawn.append(one["drawn"])
        else:
            named.setdefault(str(one["level"]), []).append(one["code"])
    communes = [*named.get(TerritoryLevel.COMMUNE, []), *named.get(TerritoryLevel.PART, [])]
    epcis = named.get(TerritoryLevel.EPCI, [])
    here = Commune.objects.filter(pk__in=communes, department__in=own).order_by("pk")
    inside = set(whole(here.values_list("pk", flat=True), len(communes)))
    held = Commune.objects.filter(Q(epci__in=epcis) | Q(ept__in=epcis), department__in=own)
    pairs = held.filter(obsolete=False).order_by("epci", "ept").values_list("epci", "ept")
    for pair in whole(pairs.distinct(), MOST_PAIRS):
        inside |= {siren for siren in pair if siren}
    far = [code for code in (*communes, *epcis) if code not in inside]
    far += [code for code in named.get(TerritoryLevel.DEPARTMENT, []) if code not in own]
    far += [code for code in named.get(TerritoryLevel.REGION, []) if code not in regions]
    return far + ["périmètre dessiné" for shape in drawn if not mostly_on(shape, own)]


def mostly_on(coordinates: list, own: set[str]) -> bool:
    """Whether half of a drawn shape at least is on the ground of some departments.

    A neighbour may be crossed; a shape drawn over the whole country is nobody's of one department.
    """
    shape = MultiPolygon([Polygon(*rings) for rings in coordinates], srid=WGS84)
    with connection.cursor() as cursor:
        cursor.execute(MOSTLY_ON, {"shape": shape.hexewkb.decode(), "own": sorted(own)})
        return bool(cursor.fetchone()[0])
