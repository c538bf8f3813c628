// The IGN plan, only once the reader has chosen it: until then nothing is asked of a third party.

const ADDRESS =
  "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2" +
  "&STYLE=normal&FORMAT=image/png&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}";

/** Let the radio buttons of the legend swap the ground. */
export function offerIgn(map, ground, legend, attribution) {
  let plan;
  legend.addEventListener("change", (event) => {
    if (event.target.name !== "fond") return;
    if (event.target.value === "ign") {
      plan ??= L.tileLayer(ADDRESS, { maxZoom: 18, attribution });
      if (ground) map.removeLayer(ground);
      plan.addTo(map);
    } else if (plan) {
      map.removeLayer(plan);
      ground?.addTo(map);
    }
  });
}
