// The map of regional cells: known, being made, not known. The table beside it says the same.

import { createMap, fit, showFrance } from "../carte/grande.js";
import { tiled } from "../carte/motif.js";
import { createOverseas, groundOverseas } from "../carte/outremer.js";
import { sayBroken } from "../carte/panne.js";
import { createGround, featuresAt } from "../carte/sol.js";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const element = document.getElementById("cellules-carte");
const words = element.dataset;
const known = new Set(words.connues.split(","));
const forming = new Set(words.creation.split(","));

const fills = {
  known: colour("cellule-connue"),
  forming: tiled(colour("cellule-creation"), (pen) => {
    pen.strokeStyle = colour("cellule-connue");
    pen.lineWidth = 2;
    pen.stroke(new Path2D("M-2 2 2 -2M-2 10 10 -2M6 10 10 6"));
  }),
  unknown: tiled(colour("cellule-inconnue"), (pen) => {
    pen.fillStyle = colour("cellule-point");
    pen.fill(new Path2D("M3 4a1 1 0 1 0 2 0a1 1 0 1 0 -2 0"));
  }),
};

const fillOf = ({ props: { code } }) => (known.has(code) ? fills.known : forming.has(code) ? fills.forming : fills.unknown);

/** Where a region stands in the table. */
function lead(code) {
  const row = document.getElementById(`region-${code}`);
  if (!row) return;
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
}

const map = createMap(element);
map.setMinZoom(4);
map.scrollWheelZoom.disable();
const insets = createOverseas({ choose() {}, hover() {}, visit: (bounds) => fit(map, bounds, { animate: false }) });
try {
  showFrance(map, { animate: false });
  const options = { areas: [{ layer: "regions", fill: fillOf }] };
  const ground = await createGround(words.sol, { ...options, attribution: words.attribution });
  const drawn = new Promise((resolve) => ground.once("load", resolve));
  ground.addTo(map);
  await Promise.all([drawn, groundOverseas(insets, words.sol, options)]);
  map.on("click", ({ latlng }) => {
    const [region] = featuresAt(ground, { layer: "regions" }, latlng);
    if (region) lead(region.props.code);
  });
} catch {
  sayBroken(element.parentElement, words.panne);
}
document.documentElement.dataset.pret = "oui";
