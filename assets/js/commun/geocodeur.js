// The national geocoder (data.geopf.fr), asked only when the reader chooses to: streets, addresses,
// hamlets. Its answers become results of the search box, of type "adresse".

const MOST = 6;
const PATIENCE_MS = 8000;
const LONGEST = 200; // characters that it accepts

const OUTSIDE = /^(975|977|978|98)/; // collectivities: none of their communes has a page

const first = (value) => (Array.isArray(value) ? value[0] : value) ?? "";

/** One of its features as a line of the search box; its commune has a page of ours. */
function lineOf({ geometry, properties }) {
  const { label, toponym, context } = properties;
  const [lon, lat] = geometry.coordinates;
  const code = String(first(properties.citycode));
  const place = [first(properties.postcode), first(properties.city)].filter(Boolean).join(" ");
  return {
    type: "adresse",
    code,
    nom: String(label ?? first(toponym ?? properties.name)),
    detail: label ? String(context ?? "") : place,
    url: code && !OUTSIDE.test(code) ? `/communes/${encodeURIComponent(code)}/` : "",
    lon,
    lat,
  };
}

/** Ask it for a text; fails where it does not answer, or answers something else. */
export async function askGeocoder(address, text) {
  const query = new URLSearchParams({ q: text.slice(0, LONGEST), index: "address,poi", limit: MOST });
  const answer = await fetch(`${address}?${query}`, {
    headers: { Accept: "application/json" },
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).features.map(lineOf);
}
