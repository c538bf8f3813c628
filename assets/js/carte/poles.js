// The poles of the list, read from its cards: the one source of what the maps show.

/** @typedef {{slug: string, name: string, status: string, base: string, region: string, label: string, lat: number|null, lon: number|null, inside: boolean}} Pole */

const degrees = (text) => (text === undefined ? null : Number(text));

/** Every pole of the list: cards, rows of tables, and those that a long list only marks. @returns {Pole[]} */
export function polesOf(panel) {
  return [...withCards(panel), ...withoutCards(panel)];
}

/** The poles beyond the cards of a long list (`mark_of` in `directory/pages/carte.py`). */
function withoutCards(panel) {
  const marks = panel.querySelector("#reperes-sans-fiche");
  if (!marks) return [];
  return JSON.parse(marks.textContent).map(([slug, name, status, base, region, at, inside]) => ({
    slug, name, status, base, region, label: name, lat: at ? at[0] : null, lon: at ? at[1] : null, inside,
  }));
}

function withCards(panel) {
  return [...panel.querySelectorAll(".fiche[data-pole], .ligne-pole[data-pole]")].map((card) => {
    const { pole, nom, statut, base, region, lat, lon, interieur } = card.dataset;
    const name = nom ?? card.querySelector(".fiche-nom").textContent.trim();
    const line = (card.querySelector(".fiche-ligne") ?? card.querySelector(".statut")).textContent.replace(/\s+/g, " ").trim();
    return { slug: pole, name, status: statut, base, region, label: `${name}, ${line}`, lat: degrees(lat), lon: degrees(lon), inside: interieur === "oui" };
  });
}

/** The pole of the preview, which the filters may have left out of the list; null where none is chosen. */
export function poleOfPreview(preview) {
  const body = preview.querySelector("[data-apercu]");
  if (!body) return null;
  const { apercu, nom, base, region, statut, lat, lon, interieur } = body.dataset;
  return { slug: apercu, name: nom, status: statut, base, region, label: nom, lat: degrees(lat), lon: degrees(lon), inside: interieur === "oui" };
}

/** Poles by the place of their seat, for those that share one. */
export function bySeat(poles) {
  const seats = new Map();
  for (const pole of poles) {
    if (pole.lat === null) continue;
    const key = `${pole.lat} ${pole.lon}`;
    seats.set(key, [...(seats.get(key) ?? []), pole]);
  }
  return [...seats.values()];
}
