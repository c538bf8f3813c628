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

/** Fills each feature with what is asked of `fill`: a colour, a canvas pattern, or null to leave it out. */
class Fills {
  constructor(fill) {
    this.fill = fill;
  }

  draw(context, rings, _zoom, feature) {
    const style = this.fill(feature);
    if (!style) return;
    context.fillStyle = style;
    context.beginPath();
    for (const ring of rings) {
      ring.forEach(({ x, y }, place) => (place ? context.lineTo(x, y) : context.moveTo(x, y)));
    }
    context.fill();
  }
}

/** @param {{source?: string, layer: string, fill: (feature: object) => string|CanvasPattern|null}[]} areas painted over the land, under borders and names */
function paintRules(areas) {
  const { PolygonSymbolizer, LineSymbolizer } = window.protomapsL;
  const line = (dataLayer, color, width, minzoom) => ({ dataLayer, minzoom, symbolizer: new LineSymbolizer({ color, width }) });
  return [
    { dataLayer: "regions", symbolizer: new PolygonSymbolizer({ fill: COLOURS.land }) },
    ...areas.map(({ source, layer, fill }) => ({ dataSource: source, dataLayer: layer, symbolizer: new Fills(fill) })),
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

const described = new Map();

/** The description (TileJSON) of a tile set, asked for once. */
function describe(address) {
  if (!described.has(address)) {
    const answer = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return response.json();
    });
    described.set(address, answer);
  }
  return described.get(address);
}

/** What protomaps-leaflet asks of a source. `near`: tiles of the zoom shown, not of the one before. */
async function sourceOf({ address, near = false }) {
  const { tiles, maxzoom } = await describe(address);
  return {
    url: tiles[0].replace(/^https?:\/\/[^/]+/, ""), // from where the page comes: a mirror, a proxy, a test
    maxDataZoom: maxzoom,
    levelDiff: near ? 0 : 1,
  };
}

/**
 * A Leaflet layer of the ground.
 * @param {string} address of the TileJSON
 * @param {{names?: boolean, attribution?: string, areas?: object[], sources?: Record<string, {address: string, near?: boolean}>}} options
 */
export async function createGround(address, { names = true, attribution = "", areas = [], sources = {} } = {}) {
  const every = Object.entries({ "": { address }, ...sources });
  const found = await Promise.all(every.map(async ([name, source]) => [name, await sourceOf(source)]));
  const enlarged = () => {
    const zoom = layer._map?.getZoom() ?? 0;
    return 2 ** (Math.round(zoom) - zoom);
  };
  const layer = window.protomapsL.leafletLayer({
    sources: Object.fromEntries(found),
    paintRules: paintRules(areas),
    labelRules: names ? labelRules(enlarged) : [],
    backgroundColor: COLOURS.around,
    attribution,
    noWrap: true,
    keepBuffer: 1,
  });
  return layer;
}

/** Paint a ground again from the tiles it holds: no request. Done when every tile is painted. */
export function repaint(ground) {
  const tiles = Object.entries(ground._tiles ?? {});
  return Promise.all(tiles.map(([key, { el, coords }]) => ground.renderTile(coords, el, el.key ?? key)));
}

/** The features of a layer of tiles under a point, among those the ground holds. */
export function featuresAt(ground, { source = "", layer }, { lat, lng }) {
  const found = ground.views.get(source)?.queryFeatures(lng, lat, ground._map.getZoom(), 1) ?? [];
  return found.filter(({ layerName }) => layerName === layer).map(({ feature }) => feature);
}
