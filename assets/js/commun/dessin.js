// Leaflet.draw in French, and shapes drawn or edited one at a time.

const DECIMALS = 6;
const STYLE = { className: "choix-contour", weight: 2 };
// A click that ends a drawing is no click on the map.
const CALM_MS = 300;

export function speakFrench() {
  if (!window.L?.drawLocal) return;
  const { draw, edit } = window.L.drawLocal;
  draw.toolbar.actions = { title: "Annuler le dessin", text: "Annuler" };
  draw.toolbar.finish = { title: "Terminer le dessin", text: "Terminer" };
  draw.toolbar.undo = { title: "Retirer le dernier point", text: "Retirer le dernier point" };
  draw.toolbar.buttons.polygon = "Dessiner un périmètre";
  draw.toolbar.buttons.rectangle = "Dessiner un rectangle";
  draw.handlers.polygon.tooltip = {
    start: "Cliquer pour commencer le périmètre.",
    cont: "Cliquer pour continuer le périmètre.",
    end: "Cliquer sur le premier point pour fermer le périmètre.",
  };
  draw.handlers.polyline.error = "Les bords d'un périmètre ne se croisent pas.";
  draw.handlers.rectangle.tooltip.start = "Glisser pour dessiner un rectangle.";
  draw.handlers.simpleshape.tooltip.end = "Relâcher pour terminer.";
  edit.toolbar.actions.save = { title: "Garder les modifications", text: "Garder" };
  edit.toolbar.actions.cancel = { title: "Abandonner les modifications", text: "Abandonner" };
  edit.toolbar.actions.clearAll = { title: "Effacer tout le périmètre", text: "Tout effacer" };
  edit.toolbar.buttons.edit = "Modifier le périmètre";
  edit.toolbar.buttons.editDisabled = "Aucun périmètre à modifier";
  edit.toolbar.buttons.remove = "Effacer une partie";
  edit.toolbar.buttons.removeDisabled = "Rien à effacer";
  edit.handlers.edit.tooltip = { text: "Déplacer les points du périmètre.", subtext: "" };
  edit.handlers.remove.tooltip.text = "Cliquer sur la partie à effacer.";
}

/** The mouse's shapes on a map: one is drawn or edited at a time; `busy` while it is. */
export class Drawing {
  constructor(map) {
    this.map = map;
    this.busy = false;
    this.parts = [];
    speakFrench();
  }

  /** Draw a shape; answers with its MultiPolygon, or null where it was given up. */
  draw() {
    const handler = new L.Draw.Polygon(this.map, { allowIntersection: false, shapeOptions: STYLE });
    this.busy = true;
    this.give = () => handler.disable();
    return new Promise((done) => {
      let drawn = null;
      const keep = ({ layer }) => { drawn = multi([layer]); };
      this.map.once("draw:created", keep);
      this.map.once("draw:drawstop", () => {
        // "created" comes before "stop" when a shape is finished, and never when it is given up.
        setTimeout(() => {
          this.map.off("draw:created", keep);
          this.busy = false;
          done(drawn);
        }, CALM_MS);
      });
      handler.enable();
    });
  }

  giveUp() {
    this.give?.();
  }

  /** Let the points of a shape be moved; `changed` is told the shape each time. */
  edit(shape, changed) {
    this.busy = true;
    this.parts = shape.coordinates.map((rings) =>
      L.polygon(L.GeoJSON.coordsToLatLngs(rings, 1), STYLE).addTo(this.map),
    );
    for (const part of this.parts) {
      part.editing.enable();
      part.on("edit", () => changed(multi(this.parts)));
    }
    const bounds = L.featureGroup(this.parts).getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [30, 30], animate: false });
  }

  /** Points move no longer; a shape that is being drawn goes on. */
  stop() {
    if (!this.parts.length) return;
    for (const part of this.parts) {
      part.editing.disable();
      part.remove();
    }
    this.parts = [];
    this.busy = false;
  }
}

/** Polygons as one MultiPolygon. */
function multi(layers) {
  return { type: "MultiPolygon", coordinates: layers.map((layer) => layer.toGeoJSON(DECIMALS).geometry.coordinates) };
}
