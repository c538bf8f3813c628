"""How areas are chosen: the parameters of geo.api.gouv.fr."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, Q, Value, When
from django.http import QueryDict

from geo.codes import Place, UnknownCodeError, resolve
from geo.levels import COMMUNE, DEPARTMENT, EPCI, REGION, STUDIED, Level, within
from geo.models import Commune, Zone
from geo.names import normalise
from geo.nesting import astray, check_places_meet
from geo.postcodes import ACCEPTED, checked, general
from geo.search import ARTICLED, MAX_RESULTS, NAMED, SIMILAR, Match, find_communes
from geo.study_codes import parameter_of
from publishing.columns import STRINGS, Column
from publishing.layer import NoFilters
from publishing.parameters import Parameter, read_choice, read_float, read_text
from publishing.problems import ParameterProblem

NOM = Parameter("nom", "Nom, même approché, sans souci d'accents ni de tirets.", example="Saugues")
POSTCODE = Parameter("codePostal", f"{ACCEPTED[0].upper()}{ACCEPTED[1:]}.")
SUBSTITUTIONS = "substitutions"
SUBSTITUTED = Column(
    SUBSTITUTIONS,
    "Codes d'hier, lus comme ceux d'aujourd'hui.",
    "array",
    (
        Column("parametre", "Le paramètre."),
        Column("demande", "Le code demandé."),
        Column("lu", "Le code d'aujourd'hui, ou une liste de codes.", kind=STRINGS),
        Column("nom", "Nom de ce qu'il désigne."),
        Column("etait", "Ce que le code désignait."),
    ),
)
BOOST = Parameter(
    "boost", "Classe par population, à nom également proche du texte.", accepted=("population",)
)
INTEGER = IntegerField()


def read_place(params: Mapping[str, str], name: str, level: Level) -> Place | None:
    """What the code of a parameter means today, or None where it is absent."""
    value = read_text(params, name)
    if not value:
        return None
    try:
        return resolve(level, value)
    except UnknownCodeError as error:
        raise ParameterProblem(name, value, error.accepted) from None


def read_code(params: Mapping[str, str], name: str, level: Level) -> str:
    """Today's code of a department or region, which never moved; "" where it is absent."""
    place = read_place(params, name, level)
    return place.code if place else ""


def places_of(params: Mapping[str, str], levels: Mapping[str, Level]) -> dict[str, Place]:
    """The places that parameters name."""
    found = {name: read_place(params, name, level) for name, level in levels.items()}
    return {name: place for name, place in found.items() if place}


def as_read(params: QueryDict, levels: Mapping[str, Level]) -> dict[str, Any]:
    """The parameters of an answer as they were read; what stands for something else is told."""
    places = places_of(params, levels)
    said: dict[str, Any] = {
        name: ",".join(places[name].codes) if name in places else ",".join(values)
        for name, values in params.lists()
    }
    moved = [place.public(name) for name, place in places.items() if place.moved]
    return said | {SUBSTITUTIONS: moved} if moved else said


class CodeFilters(NoFilters):
    """Filters by the code of a place: (parameter, path, what the code is of)."""

    codes: tuple[tuple[str, str, Level], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    told_too: tuple[Column, ...] = (SUBSTITUTED,)

    @property
    def levels(self) -> dict[str, Level]:
        """What the codes of its parameters are of."""
        return {name: level for name, _path, level in self.codes}

    def as_read(self, params: QueryDict) -> dict[str, Any]:
        """The parameters as they were read."""
        return as_read(params, self.levels)

    def check_places(self, params: QueryDict) -> None:
        """Refuse a department of another region than the one asked. Raises ParameterProblem."""
        found = {
            level: (name, place)
            for name, _path, level in self.codes
            if (place := read_place(params, name, level))
        }
        if REGION in found and DEPARTMENT in found:
            name, place = found[DEPARTMENT]
            for _code, accepted in astray(found[REGION][1].codes, place.codes):
                raise ParameterProblem(name, place.asked, accepted)

    def by_code(self, params: QueryDict, queryset: Any) -> Any:
        """Keep the areas that carry the codes asked for."""
        for name, path, level in self.codes:
            place = read_place(params, name, level)
            if place:
                queryset = queryset.filter(**{f"{path}__in": place.codes})
        return queryset

    def apply(self, params: QueryDict, queryset: Any) -> Any:
        """Codes first, then the name: exact, then prefix, then inside."""
        self.check_places(params)
        queryset = self.by_code(params, queryset)
        name = normalise(read_text(params, "nom"))
        if not name:
            return queryset
        rank = Case(
            When(name_key=name, then=Value(0)),
            When(name_key__startswith=name, then=Value(1)),
            default=Value(2),
            output_field=INTEGER,
        )
        return queryset.filter(name_key__contains=name).order_by(rank, "-population", "pk")


def codes_of(codes: tuple[tuple[str, str, Level], ...]) -> tuple[Parameter, ...]:
    """The documentation of filters by code."""
    return tuple(Parameter(name, sentence_of(level)) for name, _path, level in codes)


def sentence_of(level: Level) -> str:
    """What a code is accepted of, in a sentence."""
    accepted = level.form.accepted
    return f"{accepted[0].upper()}{accepted[1:]}."


BY_REGION = ("codeRegion", "region", REGION)
BY_DEPARTMENT = ("codeDepartement", "department", DEPARTMENT)


class RegionFilters(CodeFilters):
    """Filters of regions."""

    codes = (("code", "pk", REGION),)
    parameters = (NOM, *codes_of(codes))


class DepartmentFilters(CodeFilters):
    """Filters of departments."""

    codes = (("code", "pk", DEPARTMENT), BY_REGION)
    parameters = (NOM, *codes_of(codes))


class MadeFilters(CodeFilters):
    """Filters of areas that may straddle several departments and regions."""

    def __init__(self, level: Level) -> None:
        self.level = level
        self.codes = (("code", level.models[0].code_field, level), BY_DEPARTMENT, BY_REGION)
        self.parameters = (
            NOM,
            *codes_of(self.codes[:1]),
            *(
                Parameter(
                    name, f"{sentence_of(of)} Les {level.many} qui y ont une commune au moins."
                )
                for name, _path, of in self.codes[1:]
            ),
        )

    def by_code(self, params: QueryDict, queryset: Any) -> Any:
        """An area is in each department and region that it has a commune in."""
        for name, path, level in self.codes:
            place = read_place(params, name, level)
            if place and level is self.level:
                queryset = queryset.filter(**{f"{path}__in": place.codes})
            elif place:
                there = Commune.objects.current().filter(**{f"{path}__in": place.codes})
                queryset = queryset.filter(Exists(there.filter(within(OuterRef("pk"), self.level))))
        return queryset


def by_postcode(text: str, queryset: Any) -> Any:
    """The communes of a postcode, or the city of a general one; all where there is no text."""
    if not text:
        return queryset
    city = general(text)
    if city:
        return queryset.filter(pk__in=city.codes)
    try:
        return queryset.filter(postcodes__contains=[checked(text)])
    except UnknownCodeError as error:
        raise ParameterProblem(POSTCODE.name, text, error.accepted) from None


def nearness(match: Match) -> int:
    """How near a name is to the text: the name itself, its first words or a former one, letters."""
    return sum(match.rank > last for last in (ARTICLED, NAMED))


class CommuneFilters(CodeFilters):
    """Filters of communes: as those of geo.api.gouv.fr."""

    codes = (
        ("code", "pk", COMMUNE), BY_DEPARTMENT, BY_REGION, ("codeEpci", "epci", EPCI),
        *((parameter_of(level), "study_areas__area__code", level) for level in STUDIED),
    )  # fmt: skip
    parameters = (
        NOM,
        *codes_of(codes),
        POSTCODE,
        Parameter("lat", "Latitude en degrés, avec `lon`.", "number"),
        Parameter("lon", "Longitude en degrés, avec `lat`.", "number"),
        BOOST,
    )

    def as_read(self, params: QueryDict) -> dict[str, Any]:
        """As elsewhere; a general postcode tells the city that it was read as."""
        said = super().as_read(params)
        city = general(read_text(params, POSTCODE.name))
        if not city:
            return said
        return said | {SUBSTITUTIONS: [*said.get(SUBSTITUTIONS, ()), city.public(POSTCODE.name)]}

    def by_code(self, params: QueryDict, queryset: Any) -> Any:
        """As elsewhere; a postcode is one of several, an EPT counts as the EPCI it stands for."""
        queryset = by_postcode(read_text(params, POSTCODE.name), queryset)
        for name, path, level in self.codes:
            place = read_place(params, name, level)
            if place and level is EPCI:
                queryset = queryset.filter(Q(epci__in=place.codes) | Q(ept__in=place.codes))
            elif place and level.studied:
                here = {f"{path}__in": place.codes, "study_areas__level": level.name}
                queryset = queryset.filter(**here)
            elif place:
                queryset = queryset.filter(**{f"{path}__in": place.codes})
        return queryset

    def apply(self, params: QueryDict, queryset: Any) -> Any:
        """Codes, point, then the name as the search ranks it."""
        self.check_places(params)
        queryset = self.at_point(params, self.by_code(params, queryset))
        boosted = read_choice(params, "boost", "", ("", "population")) == "population"
        text = read_text(params, "nom")
        if text:
            return self.by_name(text, boosted, queryset)
        return queryset.order_by("-population", "pk") if boosted else queryset

    def by_name(self, text: str, boosted: bool, queryset: Any) -> Any:
        """In the order of the search; boosted, population decides among names as near the text."""
        matches = find_communes(text, MAX_RESULTS)
        if boosted:
            matches = [m for m in matches if m.rank < SIMILAR] or matches
            if matches and matches[0].rank < SIMILAR:
                matches.sort(key=lambda match: (nearness(match), -match.population))
        codes = [match.code for match in matches]
        place = Func(Value(codes), F("pk"), function="array_position", output_field=INTEGER)
        return queryset.filter(pk__in=codes).order_by(place, "pk")

    def at_point(self, params: QueryDict, queryset: Any) -> Any:
        """Keep the commune under a point."""
        latitude = read_float(params, "lat", (-90, 90))
        longitude = read_float(params, "lon", (-180, 180))
        if (latitude is None) != (longitude is None):
            missing = "lat" if latitude is None else "lon"
            raise ParameterProblem(missing, "", "`lat` et `lon` ensemble")
        if latitude is None or longitude is None:
            return queryset
        return queryset.containing(longitude, latitude)


@dataclass(frozen=True)
class Restriction:
    """Where an address asks: codes of a department and of a region, a zone; "" for anywhere."""

    department: str
    region: str
    zone: str


def read_restriction(params: Mapping[str, str]) -> Restriction:
    """Raises ParameterProblem for a place that is none, or for places with nothing in common."""
    department = read_code(params, "departement", DEPARTMENT)
    region = read_code(params, "region", REGION)
    zone = read_choice(params, "zone", "", ("", *Zone.values))
    check_places_meet(department, region, zone)
    return Restriction(department, region, zone)
