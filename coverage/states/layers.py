"""Coverage as a layer of tiles: the states of communes travel with their shapes.

A tile carries, for each counted status, the rank and the distance: whatever statuses, bases and
radius a reader chooses, the map repaints without asking again.
"""

from typing import Any

from django.db.models import F, FilteredRelation, Func, IntegerField, Q

from coverage.columns import SOURCES, STAMPS
from coverage.vocabulary import PUBLIC_COUNTABLE
from geo.layers import COMMUNES, FEATURE_ID, SHAPES
from geo.models import Commune
from publishing.layer import Field, Layer, TileSource
from publishing.registry import register

# Whole kilometres begun: within R km, for a whole R, says the same of it as of the metres.
KILOMETRES = "ceil(%(expressions)s / 1000)::int"
NAMED_FROM = 7  # below, the feature id says the code, and names would double a tile's weight


def with_states() -> Any:
    """Communes in force, each beside its row of each status."""
    relations = {
        f"state_{name}": FilteredRelation("states", condition=Q(states__status=status))
        for name, status in PUBLIC_COUNTABLE.items()
    }
    return Commune.objects.current().annotate(**relations)


def state_fields() -> tuple[Field, ...]:
    """Rank and distance of each status, under short names: a tile repeats them for each commune."""
    fields = []
    for name in PUBLIC_COUNTABLE:
        rank, metres = F(f"state_{name}__rank"), F(f"state_{name}__nearest_m")
        distance = Func(metres, template=KILOMETRES, output_field=IntegerField())
        fields += [
            Field(f"rang_{name}", rank, "1 declare, 2 partie, 3 presume, 4 large.", "integer"),
            Field(f"km_{name}", distance, "Km entamés jusqu'au pôle.", "integer"),
        ]
    return tuple(fields)


COVERAGE = register(
    Layer(
        name="couverture",
        title="Couverture des communes",
        description="Pour chaque statut : base de la commune, et km du pôle le plus proche.",
        queryset=with_states,
        identifier="code",
        fields=(COMMUNES.fields[0], COMMUNES.fields[1], *state_fields()),
        geometries={"contour": "shape__contour"},
        order=("code",),
        stamps=STAMPS,
        sources=SOURCES,
        tiles=TileSource(
            shapes=SHAPES,
            fields=(
                Field("code", "code", "Code Insee.", first_zoom=NAMED_FROM),
                Field("nom", "name", "Nom.", first_zoom=NAMED_FROM),
                *state_fields(),
            ),
            identifier=FEATURE_ID,
            first_zoom=5,
        ),
    )
)
