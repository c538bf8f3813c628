// The ground: our own vector tiles, drawn quietly. The only module that knows protomaps-leaflet.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const COLOURS = {
  around: "#e6ebed",
  land: "#fbfaf6",
  commune: "#e9e5da",
  epci: "#d9d3c4",
  department: "#c3bcab",
  region: "#9b9484",
  name: "#4b4f4c",
  city: "#2e3432",
};

/** Width of a line that grows with the zoom. */
const growing = (from, width, to, wider) => (zoom) =>
  zoom <= from ? width : zoom >= to ? wider : width + ((wider - width) * (zoom - from)) / (to - from);

function paintRules() {
  const { PolygonSymbolizer, LineSymbolizer } = window.protomapsL;
  const line = (dataLayer, color, width, minzoom) => ({ dataLayer, minzoom, symbolizer: new LineSymbolizer({ color, width }) });
  return [
    { dataLayer: "regions", symbolizer: new PolygonSymbolizer({ fill: COLOURS.land }) },
    line("communes", COLOURS.commune, growing(10, 0.5, 13, 1), 10),
    line("epcis", COLOURS.epci, growing(8, 0.6, 12, 1.5), 8),
    line("departements", COLOURS.department, growing(5, 0.6, 10, 1.75), 5),
    line("regions", COLOURS.region, growing(5, 0.9, 10, 2.25), 3),
  ];
}

/** Size of a place name, by its people. */
function sizeOf(zoom, feature) {
  const people = Number(feature?.props.population ?? 0);
  return people > 200000 ? 13 : people > 50000 ? 12 : people > 5000 || zoom > 12 ? 11.5 : 11;
}

/** @param {() => number} enlarged by how much to draw names larger, on tiles that are shown smaller */
function labelRules(enlarged) {
  const { CircleSymbolizer, GroupSymbolizer, OffsetTextSymbolizer } = window.protomapsL;
  const isShown = (zoom, feature) => Number(feature.props.zoom ?? 0) <= zoom;
  const name = new OffsetTextSymbolizer({
    labelProps: ["nom"],
    offsetX: 5,
    offsetY: 4,
    font: (zoom, feature) => {
      const size = sizeOf(zoom, feature);
      return `${size > 12.5 ? 600 : 400} ${(size * enlarged()).toFixed(1)}px ${FONT}`;
    },
    fill: (zoom, feature) => (sizeOf(zoom, feature) > 11.5 ? COLOURS.city : COLOURS.name),
    stroke: "#fffdf8",
    width: 2,
    maxLineChars: 40,
  });
  const dot = new CircleSymbolizer({ radius: 1.75, fill: COLOURS.name, stroke: "#fffdf8", width: 1 });
  return [
    {
      dataLayer: "lieux",
      filter: isShown,
      sort: (a, b) => Number(b.population ?? 0) - Number(a.population ?? 0),
      symbolizer: new GroupSymbolizer([dot, name]),
    },
  ];
}

let described;

/** The description (TileJSON) of the ground, asked for once. */
function describe(address) {
  described ??= fetch(address).then((answer) => {
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  });
  return described;
}

/**
 * A Leaflet layer of the ground.
 * @param {string} address of the TileJSON
 * @param {{names?: boolean, attribution?: string}} options
 */
export async function createGround(address, { names = true, attribution = "" } = {}) {
  const { tiles, maxzoom } = await describe(address);
  const enlarged = () => {
    const zoom = layer._map?.getZoom() ?? 0;
    return 2 ** (Math.round(zoom) - zoom);
  };
  const layer = window.protomapsL.leafletLayer({
    url: tiles[0].replace(/^https?:\/\/[^/]+/, ""), // from where the page comes: a mirror, a proxy, a test
    maxDataZoom: maxzoom,
    paintRules: paintRules(),
    labelRules: names ? labelRules(enlarged) : [],
    backgroundColor: COLOURS.around,
    attribution,
    noWrap: true,
    keepBuffer: 1,
  });
  return layer;
}
