// The big map: its controls, its position in the address, how it goes from place to place.

import { readPosition, writePosition } from "./adresse.js";

const FRANCE = [[41.34, -4.9], [51.08, 9.4]];
const METRO_SOUTH = 40;
const FAR = 5.6; // below this zoom the country is small: so are the markers
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Create the map in its element, which holds the words of its controls. */
export function createMap(element) {
  const words = element.dataset;
  const map = L.map(element, {
    zoomControl: false,
    minZoom: 4,
    maxZoom: 18,
    zoomAnimation: !calm.matches,
    fadeAnimation: !calm.matches,
    markerZoomAnimation: !calm.matches,
    worldCopyJump: false,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: words.zoomPlus, zoomOutTitle: words.zoomMoins }).addTo(map);
  map.addControl(homeControl(words.touteFrance));
  map.on("zoomend", () => element.classList.toggle("carte-de-loin", map.getZoom() < FAR));
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", `${words.nom}. ${words.aide}.`);
  return map;
}

function homeControl(label) {
  const control = L.control({ position: "topleft" });
  control.onAdd = (map) => {
    const bar = L.DomUtil.create("div", "leaflet-bar bouton-france");
    const link = L.DomUtil.create("a", "", bar);
    link.href = "#";
    link.setAttribute("role", "button");
    link.setAttribute("aria-label", label);
    link.title = label;
    link.innerHTML = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 1.8 16.6 5.4 16.2 14 10 18.2 3.8 14 3.4 5.4z"/></svg>';
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.on(link, "click", (event) => {
      L.DomEvent.preventDefault(event);
      showFrance(map);
    });
    return bar;
  };
  return control;
}

/** Show mainland France and Corsica. */
export function showFrance(map, options = {}) {
  fit(map, L.latLngBounds(FRANCE), { margin: 8, maxZoom: 7, ...options });
}

/** Show the seats of some poles: those of the mainland, or the overseas ones when there are only these. */
function showPoles(map, poles, options = {}) {
  const placed = poles.filter((pole) => pole.lat !== null);
  const mainland = placed.filter((pole) => pole.lat > METRO_SOUTH);
  const shown = mainland.length ? mainland : placed;
  if (!shown.length) return showFrance(map, options);
  return fit(map, L.latLngBounds(shown.map((pole) => [pole.lat, pole.lon])), { margin: 48, maxZoom: 9, ...options });
}

/** Show what the filters ask for: the areas they name, else their poles. */
export function showAsked(map, panel, poles, options = {}) {
  const frame = panel.querySelector("[data-cadre]")?.dataset.cadre;
  if (!frame) return showPoles(map, poles, options);
  const [south, west, north, east] = frame.split(",").map(Number);
  return fit(map, L.latLngBounds([south, west], [north, east]), { margin: 24, ...options });
}

/** What lies over the map, in pixels: controls and legend on a wide one, the preview on a narrow one. */
function covered(map) {
  const frame = map.getContainer().getBoundingClientRect();
  if (frame.width < 640) {
    const preview = document.getElementById("apercu")?.getBoundingClientRect();
    return { left: 0, right: 0, bottom: preview?.height ? Math.max(0, frame.bottom - preview.top) : 0 };
  }
  return { left: 48, right: map.getContainer().parentElement.querySelector(".legende[open]")?.offsetWidth ?? 0, bottom: 0 };
}

/** A zoom rounded down so that tiles are drawn at their size or a little smaller, never blown up. */
function crisp(zoom) {
  const quarter = Math.floor(zoom * 4) / 4;
  return quarter % 1 === 0.25 ? Math.floor(quarter) : quarter;
}

/** Fit bounds within a margin (pixels); far journeys are not animated. */
export function fit(map, bounds, { margin = 40, ...options } = {}) {
  const { left, right, bottom } = covered(map);
  const tight = Math.min(margin, map.getSize().x / 12);
  const padding = { paddingTopLeft: [tight + left, tight], paddingBottomRight: [tight + right, tight + bottom] };
  const snap = map.options.zoomSnap;
  map.options.zoomSnap = 0;
  try {
    const zoom = map.getBoundsZoom(bounds, false, L.point(2 * tight + left + right, 2 * tight + bottom));
    const maxZoom = crisp(Math.min(zoom, options.maxZoom ?? map.getMaxZoom()));
    map.fitBounds(bounds, { animate: !calm.matches && isNear(map, bounds), ...padding, ...options, maxZoom });
  } finally {
    map.options.zoomSnap = snap;
  }
}

/** Whether bounds are near enough to the view for a journey to be followed with the eyes. */
function isNear(map, bounds) {
  try {
    return map.getBounds().pad(1).intersects(bounds);
  } catch {
    return false; // the map has no view yet
  }
}

/** Start where the address says, else with `fallback`; from the first move on, the address follows. */
export function followAddress(map, fallback) {
  const position = readPosition();
  if (position) goTo(map, position);
  else fallback();
  let moved = false;
  for (const gesture of ["dragstart", "zoomstart"]) map.on(gesture, () => { moved = true; });
  map.on("moveend", () => moved && writePosition(map.getCenter(), map.getZoom()));
}

/** Go to a position of the address. */
export function goTo(map, { zoom, lat, lon }) {
  map.setView([lat, lon], Math.min(Math.max(zoom, map.getMinZoom()), map.getMaxZoom()), { animate: false });
}
