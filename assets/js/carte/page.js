// The map page: puts the parts together. Every part keeps to its own file.

import { chosenPole, readPosition } from "./adresse.js";
import { Footprints } from "./empreintes.js";
import { offerIgn } from "./fond-ign.js";
import { createMap, fit, followAddress, goTo, showAsked, showFrance } from "./grande.js";
import { showPlace } from "./lieu.js";
import { Markers } from "./marqueurs.js";
import { Tabs } from "./onglets.js";
import { createOverseas, groundOverseas } from "./outremer.js";
import { sayBroken } from "./panne.js";
import { Panel } from "./panneau.js";
import { poleOfPreview, polesOf } from "./poles.js";
import { createGround } from "./sol.js";

const element = document.getElementById("carte");
const words = element.dataset;
const preview = document.getElementById("apercu");
const tabs = new Tabs(document.querySelector(".atlas"));
const panel = new Panel(document.getElementById("panneau"), preview, document.getElementById("annonce"));
const legend = document.querySelector(".legende");
if (window.matchMedia("(max-width: 47.99rem), (max-height: 40rem)").matches) legend.open = false;

const map = createMap(element);
const acts = {
  choose: (slug) => panel.choose(slug, { kind: "repere", focus: focusMarker }),
  hover: (slug) => footprints.hover(slug),
  visit: (bounds) => {
    fit(map, bounds, { animate: false });
    tabs.show("carte");
  },
};
const markers = new Markers(map, acts);
const insets = createOverseas(acts);
const everyMarkers = [markers, ...insets.map((inset) => inset.markers)];
const footprints = new Footprints([map, ...insets.map((inset) => inset.map)], words.poles);

function focusMarker(slug) {
  (everyMarkers.find((some) => some.has(slug) && some.map.getBounds().contains(some.markers.get(slug).getLatLng())) ?? markers).focus(slug);
}

/** What the maps show: the poles of the list, and the chosen one even where the filters leave it out. */
function shownPoles() {
  const poles = polesOf(panel.panel);
  const chosen = poleOfPreview(preview);
  return chosen && !poles.some((pole) => pole.slug === chosen.slug) ? [...poles, chosen] : poles;
}

function showMarkers() {
  const poles = shownPoles();
  markers.show(poles);
  for (const inset of insets) inset.show(poles);
  for (const some of everyMarkers) some.choose(chosenPole());
}

async function frameChosen({ far }) {
  const pole = poleOfPreview(preview);
  if (!pole) return;
  const bounds = await footprints.choose(pole.slug);
  if (!far || chosenPole() !== pole.slug) return;
  if (bounds) fit(map, bounds, { maxZoom: 10 });
  else if (pole.lat !== null) map.setView([pole.lat, pole.lon], Math.max(map.getZoom(), 9));
}

panel.addEventListener("liste", ({ detail }) => {
  const poles = polesOf(panel.panel);
  showMarkers();
  panel.markCard(chosenPole());
  document.querySelector("[data-total]").textContent = String(poles.length);
  if (detail.moved) showAsked(map, panel.panel, poles);
});
panel.addEventListener("choix", ({ detail }) => {
  showMarkers();
  document.title = titleFor(poleOfPreview(preview)?.name);
  if (!detail.slug) footprints.choose("");
  else frameChosen({ far: detail.from?.kind !== "repere" });
});
panel.addEventListener("cadre", () => {
  tabs.show("carte");
  frameChosen({ far: true });
});
panel.addEventListener("vise", ({ detail }) => {
  footprints.hover(detail.slug);
  for (const some of everyMarkers) some.highlight(detail.slug);
});

window.addEventListener("popstate", async () => {
  const position = readPosition();
  if (position) goTo(map, position);
  await panel.renew({ whole: true, moved: false });
  await panel.showChoice(chosenPole(), { focus: false });
});

// The hash of the address holds the position: links within the page move the focus alone.
for (const link of document.querySelectorAll(".lien-evitement")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const target = document.querySelector(link.hash);
    if (target === element) tabs.show("carte");
    target.focus();
  });
}

let place;
document.addEventListener("atlas:choix", (event) => {
  const result = event.detail;
  place?.remove();
  if (result.type !== "pole" && !Number.isFinite(result.lat)) return;
  event.preventDefault();
  tabs.show("carte");
  if (result.type === "pole") panel.choose(result.code, { kind: "recherche" });
  else place = showPlace(map, result, { label: words.pageLieu, close: words.fermer, animate: false });
});

const pageTitle = document.title.includes(" – Carte") ? document.title.slice(document.title.indexOf(" – Carte") + 3) : document.title;
const titleFor = (name) => (name ? `${name} – ${pageTitle}` : pageTitle);

/** The first view is drawn: ground of every map, markers. */
function ready() {
  document.documentElement.dataset.pret = "oui";
  performance.mark("carte-prete");
}

followAddress(map, () => {
  const query = new URLSearchParams(window.location.search);
  const chosen = poleOfPreview(preview);
  if (chosen && chosen.lat !== null) map.setView([chosen.lat, chosen.lon], 9, { animate: false });
  else if (query.has("region") || query.has("departement")) showAsked(map, panel.panel, polesOf(panel.panel), { animate: false });
  else showFrance(map, { animate: false });
});
showMarkers();
panel.markCard(chosenPole());
frameChosen({ far: !readPosition() });

try {
  const ground = await createGround(words.sol, { attribution: words.attribution });
  const drawn = new Promise((resolve) => ground.once("load", resolve));
  ground.addTo(map);
  offerIgn(map, ground, legend, words.attributionIgn);
  await Promise.all([drawn, groundOverseas(insets, words.sol)]);
  ready();
} catch {
  sayBroken(element, words.panne);
  offerIgn(map, null, legend, words.attributionIgn);
  ready();
}
