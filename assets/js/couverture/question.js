// What is asked: read from the form for the map, written as the API writes it for the address.

export const BASES = ["declare", "partie", "presume", "large", "proche", "aucune"]; // by rank, from 1
const NEAR = 5;
export const NONE = 6;
const DEFAULTS = { statuts: "actif", bases: "declare,presume", rayon_km: "30", niveau: "departement", indicateur: "", decoupe: "", zone: "", region: "", departement: "" };

/** The query of the form, in the words of the API; what is as at first is left out. */
export function queryOf(form) {
  const data = new FormData(form);
  const query = new URLSearchParams();
  for (const [name, first] of Object.entries(DEFAULTS)) {
    const value = data.getAll(name).join(",");
    if (value && value !== first) query.set(name, value);
  }
  return query;
}

/** What the map needs of a query. */
export function questionOf(query) {
  const value = (name) => query.get(name) || DEFAULTS[name];
  const bases = value("bases").split(",");
  return { statuses: value("statuts").split(","), covering: new Set(bases.map((basis) => BASES.indexOf(basis) + 1)), radius: Number(value("rayon_km")), level: value("niveau") };
}

/** Whether the radius is one that the server takes. */
export const isRadius = (field) => field.value !== "" && field.validity.valid;

/** The rank of the basis of a commune, 1 to 6, as the server works it out. */
export function rankOf(props, { statuses, radius }) {
  let rank = NONE;
  let near = Infinity;
  for (const status of statuses) {
    rank = Math.min(rank, props[`rang_${status}`] ?? NONE);
    near = Math.min(near, props[`km_${status}`] ?? Infinity);
  }
  return rank === NONE && near <= radius ? NEAR : rank;
}

/** The Insee code of a commune, from the whole number that its feature carries. */
export function codeOf(id) {
  if (id >= 200000) return `2B${String(id - 200000).padStart(3, "0")}`;
  if (id >= 20000 && id < 21000) return `2A${String(id - 20000).padStart(3, "0")}`;
  return String(id).padStart(5, "0");
}

/** The department of a commune's code. */
export const departmentOf = (code) => code.slice(0, code.startsWith("97") ? 3 : 2);
