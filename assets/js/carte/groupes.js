// Poles too many to be marked one by one: those of a few pixels share one mark, which counts them.

const MOST_ALONE = 250; // marks in sight: up to here, each pole has its own
const ROOM = 700; // square pixels of a map for each mark: a small map groups sooner
const CELL = 64; // pixels: a group is never farther than its own size from another
const WORDS = {
  actif: ["actif", "actifs"],
  emergent: ["émergent", "émergents"],
  inconnu: ["au statut inconnu", "au statut inconnu"],
  termine: ["terminé", "terminés"],
};

/** @typedef {{key: string, poles: import("./poles.js").Pole[]}} Group */

/**
 * The poles in sight of a map: those alone, and groups of several. All alone where they are few.
 * @returns {{alone: import("./poles.js").Pole[], groups: Group[]}}
 */
export function grouped(map, poles, chosen) {
  const placed = poles.filter((pole) => pole.lat !== null);
  const { x: width, y: height } = map.getSize();
  const most = width && height ? Math.min(MOST_ALONE, Math.max(12, (width * height) / ROOM)) : MOST_ALONE;
  if (placed.length <= most) return { alone: placed, groups: [] };
  const bounds = map.getBounds().pad(0.2);
  const seen = placed.filter((pole) => bounds.contains([pole.lat, pole.lon]));
  if (seen.length <= most) return { alone: seen, groups: [] };
  const cells = new Map();
  const alone = [];
  for (const pole of seen) {
    if (pole.slug === chosen) {
      alone.push(pole);
      continue;
    }
    const { x, y } = map.project([pole.lat, pole.lon], map.getZoom());
    const key = `${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`;
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(pole);
  }
  const groups = [];
  for (const [key, some] of cells) {
    if (some.length === 1) alone.push(some[0]);
    else groups.push({ key: `${map.getZoom()} ${key} ${some.length}`, poles: some });
  }
  return { alone, groups };
}

/** Where a group stands: the middle of its poles. */
export function middle(poles) {
  const sum = (name) => poles.reduce((total, pole) => total + pole[name], 0) / poles.length;
  return [sum("lat"), sum("lon")];
}

/** How many poles of each status, most first. */
function counts(poles) {
  const found = new Map();
  for (const { status } of poles) found.set(status, (found.get(status) ?? 0) + 1);
  return [...found].sort(([, a], [, b]) => b - a);
}

/** The status of most poles of a group, which gives its colour. */
export const mainStatus = (poles) => counts(poles)[0][0];

/** A group in words: « 23 pôles : 12 actifs, 11 émergents ». */
export function inWords(poles) {
  const parts = counts(poles).map(([status, many]) => `${many} ${(WORDS[status] ?? [status, status])[many > 1 ? 1 : 0]}`);
  return `${poles.length.toLocaleString("fr-FR")} pôles : ${parts.join(", ")}`;
}
