// Footprints of poles: asked for when pointed at or chosen, styled by their basis (pattern and line).

const LINES = {
  declare: { weight: 2 },
  partie: { weight: 1.75, dashArray: "6 3" },
  presume: { weight: 1.75, dashArray: "8 5" },
  large: { weight: 1.5, dashArray: "1 5", lineCap: "round" },
};
const MOST_KEPT = 60;
const kept = new Map();

/** The footprint of a pole as GeoJSON, or null where it has none; asked for once. */
function footprintOf(address, slug) {
  if (!kept.has(slug)) {
    if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value);
    const answer = fetch(`${address}${encodeURIComponent(slug)}/?geometry=territoire`)
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => {
        kept.delete(slug);
        return null;
      });
    kept.set(slug, answer);
  }
  return kept.get(slug);
}

export class Footprints {
  /** @param {L.Map[]} maps on each of which the footprints are drawn */
  constructor(maps, address) {
    this.maps = maps;
    this.address = address;
    this.layers = { chosen: [], hovered: [] };
    this.slugs = { chosen: "", hovered: "" };
    for (const map of maps) {
      map.createPane("empreintes").style.zIndex = "350";
      map.getPane("empreintes").style.pointerEvents = "none";
    }
  }

  /** Draw the footprint of the chosen pole ("" for none); answers with its bounds, or null. */
  choose(slug) {
    return this.draw("chosen", slug);
  }

  /** Draw the footprint of the pole pointed at (null for none), unless it is drawn already. */
  hover(slug) {
    clearTimeout(this.timer);
    const wanted = slug && slug !== this.slugs.chosen ? slug : "";
    this.timer = setTimeout(() => this.draw("hovered", wanted), wanted ? 90 : 0);
  }

  async draw(use, slug) {
    this.slugs[use] = slug;
    const feature = slug ? await footprintOf(this.address, slug) : null;
    if (this.slugs[use] !== slug) return null;
    for (const layer of this.layers[use]) layer.remove();
    if (!feature?.geometry) {
      this.layers[use] = [];
      return null;
    }
    const base = feature.properties.base;
    this.layers[use] = this.maps.map((map) =>
      L.geoJSON(feature, { pane: "empreintes", interactive: false, style: styleOf(base, use) }).addTo(map),
    );
    return this.layers[use][0].getBounds();
  }
}

function styleOf(base, use) {
  const style = LINES[base] ?? LINES.declare;
  return {
    className: `empreinte empreinte-${base}`,
    color: "#00485c",
    opacity: 1,
    ...style,
    weight: style.weight + (use === "chosen" ? 0.75 : 0),
    fillColor: `url(#motif-${LINES[base] ? base : "declare"})`,
    fillOpacity: use === "chosen" ? 1 : 0.85,
  };
}
