// The map of priorities: what is covered, what the chosen sites add, before and after.

import { createMap, fit, followAddress, showFrance } from "../carte/grande.js";
import { createOverseas, groundOverseas } from "../carte/outremer.js";
import { sayBroken } from "../carte/panne.js";
import { createGround, repaint } from "../carte/sol.js";
import { codeOf, departmentOf, rankOf } from "../couverture/question.js";
import { fillsOfScenarios } from "./teintes.js";

const CONTOUR = { color: "#7a1f3d", weight: 2.5, fill: false, interactive: false };

const element = document.getElementById("prio-carte");
const words = element.dataset;
const { communes, sites } = JSON.parse(document.getElementById("prio-donnees").textContent);
const question = { statuses: words.statuts.split(","), radius: Number(words.rayon) };
const counted = new Set(words.rangs.split(",").map(Number));
const isolated = words.departements ? new Set(words.departements.split(",")) : null;
const fills = fillsOfScenarios(Object.keys(communes));
const gainedBy = new Map(Object.entries(communes).flatMap(([letters, codes]) => codes.map((code) => [code, letters])));
let after = true;

/** The colour of a commune: gained, covered already, or nothing. */
function fillOf(feature) {
  const code = codeOf(feature.id);
  if (isolated && !isolated.has(departmentOf(code))) return null;
  const letters = after ? gainedBy.get(code) : undefined;
  if (letters) return fills[letters];
  return counted.has(rankOf(feature.props, question)) ? fills.deja : fills.rien;
}

const map = createMap(element);
map.setMinZoom(5);
map.scrollWheelZoom.disable();
const insets = createOverseas({ choose() {}, hover() {}, visit: (bounds) => fit(map, bounds, { animate: false }) });
const everyMap = [map, ...insets.map((inset) => inset.map)];
const marks = everyMap.map((one) => L.layerGroup(sites.map(markOf)).addTo(one));

/** A numbered mark at the seat of a site; the list says the same, so it takes no focus. */
function markOf({ lettre, rang, nom, lat, lon }) {
  const icon = L.divIcon({ className: "", html: `<span class="prio-repere prio-repere-${lettre}">${rang}</span>`, iconSize: null });
  return L.marker([lat, lon], { icon, keyboard: false, zIndexOffset: -rang }).bindTooltip(nom);
}

async function show(moment) {
  after = moment === "apres";
  for (const button of document.querySelectorAll("[data-moment]")) {
    button.setAttribute("aria-pressed", String(button.dataset.moment === moment));
  }
  everyMap.forEach((one, place) => (after ? marks[place].addTo(one) : marks[place].remove()));
  await Promise.all([ground, ...insets.map((inset) => inset.ground)].filter(Boolean).map(repaint));
  element.dataset.moment = moment;
}

/** Where there is one, the contour of what is isolated is drawn, and gone to. */
async function frame() {
  followAddress(map, () => showFrance(map, { animate: false }));
  if (!words.contour) return;
  const answer = await fetch(words.contour);
  if (!answer.ok) return;
  const contour = L.geoJSON(await answer.json(), { style: CONTOUR, pointToLayer: () => null }).addTo(map);
  fit(map, contour.getBounds(), { animate: false, maxZoom: 10 });
}

window.matchMedia("print").addEventListener("change", () => map.invalidateSize({ animate: false }));
let ground;
try {
  await frame();
  const areas = [{ source: "communes", layer: "couverture", fill: fillOf }];
  const options = { areas, sources: { communes: { address: words.communes, near: true } } };
  ground = await createGround(words.sol, { ...options, attribution: words.attribution });
  const drawn = new Promise((resolve) => ground.once("load", resolve));
  ground.addTo(map);
  await Promise.all([drawn, groundOverseas(insets, words.sol, options)]);
} catch {
  sayBroken(element.parentElement, words.panne);
}
for (const button of document.querySelectorAll("[data-moment]")) {
  button.addEventListener("click", () => show(button.dataset.moment));
}
element.dataset.moment = "apres";
document.documentElement.dataset.pret = "oui";
