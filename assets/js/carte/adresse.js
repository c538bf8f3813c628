// The address of the map page: filters and choice in the query, position in the hash (#zoom/lat/lon).

const POSITION = /^#(\d{1,2}(?:\.\d+)?)\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)$/;

/** The position that the address holds, or null. */
export function readPosition() {
  const found = POSITION.exec(window.location.hash);
  return found && { zoom: Number(found[1]), lat: Number(found[2]), lon: Number(found[3]) };
}

/** Write the position of a map into the address; no new entry in the history. */
export function writePosition({ lat, lng }, zoom) {
  const decimals = zoom > 9 ? 4 : 2;
  const hash = `#${Number(zoom.toFixed(2))}/${lat.toFixed(decimals)}/${lng.toFixed(decimals)}`;
  if (hash !== window.location.hash) history.replaceState(history.state, "", hash);
}

/** The slug of the chosen pole, or "". */
export const chosenPole = () => new URLSearchParams(window.location.search).get("pole") ?? "";

/** The address with another choice of pole ("" for none). */
export function addressWithPole(slug) {
  const query = new URLSearchParams(window.location.search);
  query.delete("pole");
  if (slug) query.set("pole", slug);
  return addressOf(query);
}

/** The address of this page with another query; the position stays. */
export function addressOf(query) {
  const text = query.toString();
  return window.location.pathname + (text ? `?${text}` : "") + window.location.hash;
}

/** Make an address the current one. */
export function push(address) {
  if (address !== window.location.pathname + window.location.search + window.location.hash) history.pushState(null, "", address);
}
