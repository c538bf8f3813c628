"""One piece of territory in the administration: drawn, or taken from a file, it is told first."""

import json
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from directory.admin.fields import ContourWidget
from directory.models import Territory
from directory.record.drawn import said_of
from directory.record.pieces import multipolygon
from directory.record.weighed import key_of
from directory.vocabulary import TERRITORY_TARGETS, TerritoryLevel
from geo.shapes import words
from geo.shapes.apart import read_file
from geo.shapes.brought import decided, judged
from geo.shapes.geojson import surfaces_of
from geo.shapes.reading.bounds import LARGEST_FILE
from geo.shapes.refusals import Crossing, Refusal
from geo.shapes.weighing import Weighed, weigh, without_brushed

DRAWN = "drawn"
FIELDS = (
    "level", "commune", "epci", "department", "region", DRAWN, "drawn_file", "drawn_layer",
    "drawn_drop", "drawn_seen", "label",
)  # fmt: skip
HELD = (
    "Rien n'est encore enregistré : relisez ce que prend ce périmètre, dites si les communes "
    "effleurées sont laissées, puis enregistrez de nouveau."
)


class TerritoryForm(forms.ModelForm):
    """One piece of territory: the level says which field counts, and the others are emptied."""

    drawn_file = forms.FileField(
        label="Fichier du périmètre", required=False,
        help_text="GeoJSON, GeoPackage, Shapefile zippé ou KML ; remplace ce qui est dessiné.",
    )  # fmt: skip
    drawn_layer = forms.CharField(
        label="Couche, si le fichier en a plusieurs", required=False, max_length=200
    )
    drawn_drop = forms.BooleanField(
        label="Laisser les communes seulement effleurées", required=False
    )
    # The key of the shape of which the page has told what it takes.
    drawn_seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)

    class Meta:
        model = Territory
        fields = ("level", "commune", "epci", "department", "region", "drawn", "label")
        widgets: ClassVar = {"drawn": ContourWidget}

    told = ""  # what a shape saved anew takes

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "level" not in data:
            return data
        target = TERRITORY_TARGETS[TerritoryLevel(data["level"])]
        for name in set(TERRITORY_TARGETS.values()) - {target}:
            data[name] = None
            self.errors.pop(name, None)
        if target == DRAWN and {DRAWN, "drawn_file"} & set(self.changed_data):
            self.clean_shape(data)
        if not data.get(target) and target not in self.errors:
            level = TerritoryLevel(data["level"]).label
            self.add_error(target, f"À remplir pour le niveau «\u00a0{level}\u00a0».")
        return data

    def clean_shape(self, data: dict[str, Any]) -> None:
        """The shape that is drawn or that a file holds, once its faults and its take are told."""
        upload = data.get("drawn_file")
        try:
            if upload:
                self.errors.pop(DRAWN, None)
                held = read_file(
                    upload.name, upload.read(LARGEST_FILE + 1), data.get("drawn_layer", "").strip()
                )
                polygons = held.polygons
                data["label"] = data.get("label") or held.label
            elif data.get(DRAWN):
                polygons = surfaces_of(json.loads(data[DRAWN].json)).polygons
            else:
                return
            data[DRAWN] = multipolygon(self.settled(polygons, data))
        except Refusal as refused:
            data[DRAWN] = None
            self.add_error(DRAWN, f"Attendu : {said_of(refused)}.")

    def settled(self, polygons: list[Any], data: dict[str, Any]) -> list[Any]:
        """The coordinates to save; `ValidationError` where something is to be decided first."""
        try:
            shape = judged(polygons, [], repair=False, drop=data["drawn_drop"])
        except Crossing as crossing:
            if not crossing.repaired:
                raise
            # Shown on the map, it is accepted by whoever saves it.
            self.keep(crossing.repaired, "")
            parts = len(crossing.repaired)
            made = f"en {parts} parties" if parts > 1 else "en une partie"
            raise Refusal(
                f"{crossing} ; la carte montre sa réparation, {made} : enregistrez de nouveau pour "
                "l'accepter, ou dessinez-le autrement"
            ) from crossing
        found = weigh({0: [shape.coordinates]})[0]
        if not found.counted:
            raise Refusal(words.NOTHING)
        if shape.drop and (found.brushed or found.left):
            (cut,) = without_brushed([shape.coordinates])
            shape = judged(cut, [], repair=True, drop=True)
            found = weigh({0: [shape.coordinates]})[0]
        elif found.brushed or found.left:
            self.hold_unseen(shape.coordinates, found, data)
        self.told = "Périmètre dessiné. " + " ".join([*shape.told, *words.told(found)])
        return shape.coordinates

    def hold_unseen(self, shape: list[Any], found: Weighed, data: dict[str, Any]) -> None:
        """Save nothing, and tell, unless the page has told it of this very shape."""
        key = key_of(shape)
        if data.get("drawn_seen") != key:
            self.keep(shape, key)
            self.add_error(DRAWN, ValidationError([HELD, *words.told(found)]))

    def keep(self, polygons: list[Any], key: str) -> None:
        """Show the shape again, that of a file too, which a page cannot choose in one's place."""
        sent: Any = self.data
        self.data = sent = sent.copy()
        sent[self.add_prefix(DRAWN)] = json.dumps(decided(polygons, repair=False, drop=False))
        sent[self.add_prefix("drawn_seen")] = key
