// A small map in a page: the contour of an area or the footprint of a pole, and the poles of the page.

import { Footprints } from "./empreintes.js";
import { Markers } from "./marqueurs.js";
import { polesOf } from "./poles.js";
import { createGround } from "./sol.js";

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const CONTOUR = { color: "#7a1f3d", weight: 2.5, fillColor: "#7a1f3d", fillOpacity: 0.06, interactive: false };

const MAINLAND = { contains: (point) => point.lat > 41 && point.lat < 52 && point.lng > -6 && point.lng < 10 };

function createMap(element) {
  const { nom, zoomPlus, zoomMoins } = element.dataset;
  const still = calm.matches ? { zoomAnimation: false, fadeAnimation: false } : {};
  const map = L.map(element, { zoomControl: false, scrollWheelZoom: false, minZoom: 4, maxZoom: 16, ...still });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: zoomPlus, zoomOutTitle: zoomMoins }).addTo(map);
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", nom);
  return map;
}

/** The pole whose page this is, as a marker. */
function ownPole({ pole, titre, statut, lat, lon }) {
  if (!pole || !lat) return [];
  return [{ slug: pole, name: titre, label: titre, status: statut, lat: Number(lat), lon: Number(lon) }];
}

async function contourOf(address) {
  const answer = await fetch(address);
  return answer.ok ? L.geoJSON(await answer.json(), { style: CONTOUR, pointToLayer: () => null }) : null;
}

/** Bounds of contours: those of the mainland alone where some are overseas, to be seen by zooming out. */
function around(contour) {
  const whole = contour.getBounds();
  if (!whole.isValid() || whole.getEast() - whole.getWest() < 25) return whole;
  const mainland = L.latLngBounds([]);
  contour.eachLayer((layer) => { if (MAINLAND.contains(layer.getBounds().getCenter())) mainland.extend(layer.getBounds()); });
  return mainland.isValid() ? mainland : whole;
}

async function start(element) {
  const words = element.dataset;
  const map = createMap(element);
  const own = ownPole(words);
  const others = polesOf(document).filter((pole) => pole.lat !== null && pole.slug !== words.pole);
  const point = words.lat ? [Number(words.lat), Number(words.lon)] : null;
  map.setView(point ?? [46.6, 2.5], point ? 9 : 5);

  const footprints = new Footprints([map], words.poles);
  const cardOf = (slug) => document.querySelector(`:is(.fiche, .ligne-pole)[data-pole="${CSS.escape(slug)}"] a`);
  const markers = new Markers(map, { choose: (slug) => cardOf(slug)?.click(), hover: (slug) => footprints.hover(slug) });
  markers.show([...own, ...others]);
  if (own.length) markers.choose(words.pole);

  const [bounds, contour] = await Promise.all([
    words.pole ? footprints.choose(words.pole) : null,
    words.contour ? contourOf(words.contour) : null,
  ]);
  contour?.addTo(map);
  const shown = L.latLngBounds(own.map((pole) => [pole.lat, pole.lon]));
  if (words.cadrer) for (const pole of others) shown.extend([pole.lat, pole.lon]);
  for (const some of [bounds, contour && around(contour)]) if (some?.isValid()) shown.extend(some);
  if (shown.isValid()) map.fitBounds(shown, { padding: [24, 24], maxZoom: 11, animate: false });

  const ground = await createGround(words.sol, { attribution: words.attribution });
  ground.once("load", () => { element.dataset.pret = "oui"; });
  ground.addTo(map);
}

for (const element of document.querySelectorAll("[data-petite-carte]")) start(element).catch(() => { element.hidden = true; });
