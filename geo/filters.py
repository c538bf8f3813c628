"""How areas are chosen: the parameters of geo.api.gouv.fr."""

import re
from typing import Any

from django.db.models import Case, F, Func, IntegerField, Value, When
from django.http import QueryDict

from geo.constants import CODE_PATTERN, DEPARTMENT_PATTERN, POSTCODE_PATTERN, SIREN_PATTERN
from geo.names import normalise
from geo.publishing.parameters import Parameter, read_choice, read_float, read_text
from geo.publishing.problems import ParameterProblem
from geo.search import MAX_RESULTS, SIMILAR, find_communes

NOM = Parameter("nom", "Nom, même approché, sans souci d'accents ni de tirets.", example="Saugues")
BOOST = Parameter("boost", "Classe par population.", accepted=("population",))
REGION = r"^\d{2}$"
INTEGER = IntegerField()


def read_code(params: QueryDict, name: str, pattern: str, accepted: str) -> str:
    """A code of a given form; "" where it is absent."""
    value = read_text(params, name)
    if value and not re.match(pattern, value.upper()):
        raise ParameterProblem(name, value, accepted)
    return value.upper()


class CodeFilters:
    """Filters by the form of a code: (parameter, path, form, words for the form)."""

    codes: tuple[tuple[str, str, str, str], ...] = ()
    parameters: tuple[Parameter, ...] = ()

    def by_code(self, params: QueryDict, queryset: Any) -> Any:
        """Keep the areas that carry the codes asked for."""
        for name, path, pattern, accepted in self.codes:
            value = read_code(params, name, pattern, accepted)
            if value:
                queryset = queryset.filter(**{path: value})
        return queryset

    def apply(self, params: QueryDict, queryset: Any) -> Any:
        """Codes first, then the name: exact, then prefix, then inside."""
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


def codes_of(codes: tuple[tuple[str, str, str, str], ...]) -> tuple[Parameter, ...]:
    """The documentation of filters by code."""
    return tuple(
        Parameter(name, f"{accepted[0].upper()}{accepted[1:]}.") for name, _, _, accepted in codes
    )


BY_REGION = ("codeRegion", "region_id", REGION, "code de région à deux chiffres")
BY_DEPARTMENT = (
    "codeDepartement",
    "department_id",
    DEPARTMENT_PATTERN,
    "code de département (01, 2A, 974…)",
)


class RegionFilters(CodeFilters):
    """Filters of regions."""

    codes = (("code", "code", REGION, "code de région à deux chiffres"),)
    parameters = (NOM, *codes_of(codes))


class DepartmentFilters(CodeFilters):
    """Filters of departments."""

    codes = (("code", "code", DEPARTMENT_PATTERN, "code de département (01, 2A, 974…)"), BY_REGION)
    parameters = (NOM, *codes_of(codes))


class EpciFilters(CodeFilters):
    """Filters of EPCI and EPT."""

    codes = (("code", "siren", SIREN_PATTERN, "SIREN à neuf chiffres"), BY_DEPARTMENT, BY_REGION)
    parameters = (NOM, *codes_of(codes))


class CommuneFilters(CodeFilters):
    """Filters of communes: as those of geo.api.gouv.fr."""

    codes = (
        ("code", "code", CODE_PATTERN, "code Insee à cinq caractères (26281, 2A004…)"),
        ("codePostal", "postcodes__contains", POSTCODE_PATTERN, "code postal à cinq chiffres"),
        BY_DEPARTMENT,
        BY_REGION,
        ("codeEpci", "epci_id", SIREN_PATTERN, "SIREN à neuf chiffres"),
    )
    parameters = (
        NOM,
        *codes_of(codes),
        Parameter("lat", "Latitude en degrés, avec `lon`.", "number"),
        Parameter("lon", "Longitude en degrés, avec `lat`.", "number"),
        BOOST,
    )

    def by_code(self, params: QueryDict, queryset: Any) -> Any:
        """As elsewhere; a postcode is one of several, an EPT counts as the EPCI it stands for."""
        for name, path, pattern, accepted in self.codes:
            value = read_code(params, name, pattern, accepted)
            if not value:
                continue
            if name == "codePostal":
                queryset = queryset.filter(postcodes__contains=[value])
            elif name == "codeEpci":
                queryset = queryset.filter(epci_id=value) | queryset.filter(ept_id=value)
            else:
                queryset = queryset.filter(**{path: value})
        return queryset

    def apply(self, params: QueryDict, queryset: Any) -> Any:
        """Codes, point, then the name as the search ranks it."""
        queryset = self.at_point(params, self.by_code(params, queryset))
        boosted = read_choice(params, "boost", "", ("", "population")) == "population"
        text = read_text(params, "nom")
        if text:
            return self.by_name(text, boosted, queryset)
        return queryset.order_by("-population", "pk") if boosted else queryset

    def by_name(self, text: str, boosted: bool, queryset: Any) -> Any:
        """In the order of the search; boosted, those really named so come by population."""
        matches = find_communes(text, MAX_RESULTS)
        if boosted:
            matches = [m for m in matches if m.rank < SIMILAR] or matches
        codes = [match.code for match in matches]
        place = Func(Value(codes), F("pk"), function="array_position", output_field=INTEGER)
        order = ("-population",) if boosted else (place,)
        return queryset.filter(pk__in=codes).order_by(*order, "pk")

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
