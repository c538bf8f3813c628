// Draws and shows contours in the administration, over django-leaflet's form classes.
// Each [data-contour] holds a .contour-map and a textarea with a GeoJSON geometry.

import { createGround } from "../carte/sol.js";
import { speakFrench } from "../commun/dessin.js";

const L = window.L;
const FRANCE = [[41.3, -5.2], [51.1, 9.6]];
const IGN = "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0" +
  "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png" +
  "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}";
const STYLE = { color: "#1b4b8f", weight: 2, fillOpacity: 0.15 };
const DECIMALS = 6;

// django-leaflet's own store drops the holes of a MultiPolygon.
const Store = L.FieldStore?.extend({
  _serialize(group) {
    const coordinates = group.getLayers().flatMap((layer) => {
      const { type, coordinates: rings } = layer.toGeoJSON(DECIMALS).geometry;
      return type === "MultiPolygon" ? rings : [rings];
    });
    return coordinates.length ? JSON.stringify({ type: "MultiPolygon", coordinates }) : "";
  },
});

/** Our own ground; the IGN plan is asked for only when it is chosen, or when ours fails. */
async function lay(map, address) {
  const plan = L.tileLayer(IGN, { attribution: "© IGN", maxZoom: 18 });
  const choice = L.control.layers({}, {}, { collapsed: false });
  try {
    const own = await createGround(address);
    choice.addBaseLayer(own.addTo(map), "Fond de l'atlas");
  } catch {
    plan.addTo(map);
  }
  choice.addBaseLayer(plan, "Plan IGN").addTo(map);
}

function show(map, geometry) {
  const layer = L.geoJSON(geometry, { style: STYLE, interactive: false }).addTo(map);
  map.fitBounds(layer.getBounds(), { maxZoom: 13, animate: false });
}

function draw(map, textarea) {
  new L.GeometryField({
    fieldid: textarea.id,
    geom_type: "MULTIPOLYGON",
    modifiable: true,
    precision: DECIMALS,
    field_store_class: Store,
  }).addTo(map);
}

/** Make the map of a [data-contour], once, when it can be seen. */
export function start(box) {
  const target = box.querySelector(".contour-map");
  if (!target || "started" in box.dataset || target.offsetParent === null) return;
  box.dataset.started = "";
  const textarea = box.querySelector("textarea");
  const map = L.map(target, { attributionControl: true, scrollWheelZoom: false });
  map.attributionControl.setPrefix("");
  map.fitBounds(FRANCE, { animate: false });
  lay(map, box.dataset.ground);
  if ("readonly" in box.dataset) show(map, JSON.parse(textarea.value));
  else draw(map, textarea);
}

speakFrench();
