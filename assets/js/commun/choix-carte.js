// A map of pieces of territory: our own ground, their contours, clicks where something is chosen.

import { createGround } from "../carte/sol.js";
import { Drawing } from "./dessin.js";

const FRANCE = [[41.3, -5.2], [51.1, 9.6]];
const LAYER_OF = { commune: "communes", partie: "communes", epci: "epcis", departement: "departements", region: "regions" };
const STYLE_OF = { departement: "choix-contour-large", region: "choix-contour-large", partie: "choix-contour-partie" };
const MOST_SHOWN = 400;
const MOST_AT_ONCE = 6;
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const kept = new Map();

/** The contour of a piece as GeoJSON, asked for once; null where there is none. */
function contourOf({ word, code, shape }) {
  if (shape) return Promise.resolve(shape);
  const address = `/api/${LAYER_OF[word]}/${encodeURIComponent(code)}/?format=geojson&geometry=contour`;
  if (!kept.has(address)) {
    const answer = fetch(address)
      .then((response) => (response.ok ? response.json() : null))
      .then((feature) => (feature?.geometry ? feature : null))
      .catch(() => {
        kept.delete(address);
        return null;
      });
    kept.set(address, answer);
  }
  return kept.get(address);
}

export class PickerMap {
  /** @param {(place: L.LatLng) => void} [onClick] */
  constructor(element, words, onClick) {
    this.element = element;
    const still = calm.matches ? { zoomAnimation: false, fadeAnimation: false } : {};
    this.map = L.map(element, { zoomControl: false, scrollWheelZoom: false, minZoom: 4, maxZoom: 16, ...still });
    this.map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: words.zoomPlus, zoomOutTitle: words.zoomMoins }).addTo(this.map);
    element.setAttribute("role", "region");
    element.setAttribute("aria-label", words.titreCarte);
    this.map.fitBounds(FRANCE, { animate: false });
    this.drawing = onClick && L.Draw ? new Drawing(this.map) : null;
    if (onClick) this.map.on("click", ({ latlng }) => this.drawing?.busy || onClick(latlng));
    this.layers = new Map();
    this.turn = 0;
    this.lay(words);
  }

  async lay({ sol, attribution }) {
    const ground = await createGround(sol, { attribution }).catch(() => null);
    ground?.once("load", () => { this.element.dataset.pret = "oui"; });
    ground?.addTo(this.map);
  }

  /** Draw the contours of pieces, and only theirs; `follow` moves the map so that all are in sight. */
  async show(pieces, follow = false) {
    const turn = ++this.turn;
    const wanted = pieces.filter(({ word }) => word).slice(0, MOST_SHOWN);
    for (const [piece, layer] of this.layers) {
      if (wanted.includes(piece) && layer.word === piece.word && layer.shape === piece.shape) continue;
      layer.remove();
      this.layers.delete(piece);
    }
    const waiting = wanted.filter((piece) => !this.layers.has(piece));
    const draw = async () => {
      for (let piece = waiting.shift(); piece; piece = waiting.shift()) {
        const contour = await contourOf(piece);
        if (turn !== this.turn) return;
        if (contour) this.layers.set(piece, this.layer(contour, piece));
      }
    };
    await Promise.all(Array.from({ length: MOST_AT_ONCE }, draw));
    if (turn === this.turn && follow) this.frame();
    if (turn === this.turn) this.element.dataset.contours = String(this.layers.size);
  }

  layer(contour, { word, style, shape }) {
    const layer = L.geoJSON(contour, {
      interactive: false,
      pointToLayer: () => null,
      style: { className: style ?? `choix-contour ${STYLE_OF[word] ?? ""}` },
    }).addTo(this.map);
    Object.assign(layer, { word, shape });
    return layer;
  }

  frame() {
    const shown = L.latLngBounds([]);
    for (const layer of this.layers.values()) shown.extend(layer.getBounds());
    if (shown.isValid()) this.map.fitBounds(shown, { padding: [30, 30], maxZoom: 11, animate: false });
  }
}
