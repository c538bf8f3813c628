// A place found by the search: the map goes there and says what it is, with the link to its page.

const ZOOMS = { adresse: 15, commune: 11, epci: 9, departement: 8, region: 7 };

/** Show a result of /api/recherche/ on a map, with the words of its element. */
export function showPlace(map, result, { label, close, animate }) {
  const text = document.createElement("div");
  const title = document.createElement("p");
  const name = document.createElement("strong");
  name.textContent = result.nom;
  title.append(name, document.createElement("br"), result.detail ?? "");
  const link = document.createElement("a");
  link.href = result.url;
  link.textContent = label;
  text.append(title, link);
  const point = [result.lat, result.lon];
  map.setView(point, ZOOMS[result.type] ?? 10, { animate });
  const marker = L.marker(point, {
    icon: L.divIcon({ className: "lieu-trouve", iconSize: [16, 16] }),
    alt: result.nom,
    zIndexOffset: 6000,
  })
    .addTo(map)
    .bindPopup(text, { minWidth: 180, autoPan: false })
    .openPopup();
  marker.getPopup().getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", close);
  link.focus({ preventScroll: true });
  return marker;
}
