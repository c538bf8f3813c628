// Markers of the poles on one map: shape and colour by status, fanned out where a seat is shared.
// Where they are too many to be told apart, groups that count them; a group opens by zooming in.
// One stop of the Tab key leads to them; arrows go to the nearest one in that direction.

import { grouped, inWords, mainStatus, middle } from "./groupes.js";
import { bySeat } from "./poles.js";

const SIZE = 26;
const GROUP_SIZE = 38;
const RANK = { actif: 300, emergent: 200, inconnu: 100, termine: 0 };
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Where the n-th of `count` markers at one seat stands, in pixels from it. */
export function fan(rank, count) {
  if (count === 1) return [0, 0];
  if (count === 2) return [rank ? 9 : -9, 0];
  const radius = Math.max(12, (count * SIZE * 0.72) / (2 * Math.PI));
  const angle = (2 * Math.PI * rank) / count - Math.PI / 2;
  return [radius * Math.cos(angle), radius * Math.sin(angle)].map(Math.round);
}

/** A quarter of a view, around a point. */
function around({ lat, lng }, view) {
  const [high, wide] = [(view.getNorth() - view.getSouth()) / 8, (view.getEast() - view.getWest()) / 8];
  return L.latLngBounds([lat - high, lng - wide], [lat + high, lng + wide]);
}

export class Markers {
  /** @param {{choose: (slug: string) => void, hover: (slug: string|null) => void, visit?: (bounds: L.LatLngBounds) => void}} acts */
  constructor(map, acts) {
    this.map = map;
    this.acts = acts;
    this.markers = new Map();
    this.chosen = "";
    this.poles = [];
    map.getContainer().addEventListener("keydown", (event) => this.onKey(event));
    map.on("moveend", () => this.draw());
  }

  /** Show these poles and no other. @param {import("./poles.js").Pole[]} poles */
  show(poles) {
    this.poles = poles;
    this.draw();
  }

  /** Draw what the map has in sight: poles, and groups where they crowd. */
  draw() {
    const held = this.focusedSlug();
    const { alone, groups } = grouped(this.map, this.poles, this.chosen);
    const wanted = new Set([...alone.map((pole) => pole.slug), ...groups.map((group) => group.key)]);
    for (const [slug, marker] of this.markers) {
      if (wanted.has(slug)) continue;
      marker.remove();
      this.markers.delete(slug);
    }
    for (const group of groups) this.placeGroup(group);
    for (const seat of bySeat(alone)) seat.forEach((pole, rank) => this.place(pole, fan(rank, seat.length)));
    this.rove(held);
    // A group that opened by keyboard is gone: who was on it goes on from what it held.
    if (held && !wanted.has(held)) this.focus([...this.markers].find(([, marker]) => marker.getElement().tabIndex === 0)?.[0]);
  }

  place(pole, [dx, dy]) {
    const anchor = [SIZE / 2 - dx, SIZE / 2 - dy];
    const known = this.markers.get(pole.slug);
    if (known && String(known.options.icon.options.iconAnchor) === String(anchor)) return;
    known?.remove();
    const marker = L.marker([pole.lat, pole.lon], {
      icon: L.divIcon({
        className: `repere statut-${pole.status}${pole.inside ? " repere-interieur" : ""}`,
        html: `<svg class="signe" aria-hidden="true" focusable="false"><use href="#signe-${pole.status}"/></svg>`,
        iconSize: [SIZE, SIZE],
        iconAnchor: anchor,
        tooltipAnchor: [dx, dy - SIZE / 2 + 4],
      }),
      zIndexOffset: RANK[pole.status] ?? 0,
      riseOnHover: true,
      autoPanOnFocus: true,
    });
    marker.bindTooltip(pole.inside ? `${pole.name} (siège inconnu : repère dans son territoire)` : pole.name, { direction: "top" });
    marker.on("click", () => this.acts.choose(pole.slug));
    marker.on("mouseover", () => this.acts.hover(pole.slug));
    marker.on("mouseout", () => this.acts.hover(null));
    marker.addTo(this.map);
    this.markers.set(pole.slug, marker);
    this.dress(marker.getElement(), pole);
  }

  placeGroup({ key, poles }) {
    if (this.markers.has(key)) return;
    const marker = L.marker(middle(poles), {
      icon: L.divIcon({
        className: `repere repere-groupe statut-${mainStatus(poles)}`,
        html: `<span>${poles.length.toLocaleString("fr-FR")}</span>`,
        iconSize: [GROUP_SIZE, GROUP_SIZE],
        iconAnchor: [GROUP_SIZE / 2, GROUP_SIZE / 2],
        tooltipAnchor: [0, -GROUP_SIZE / 2],
      }),
      zIndexOffset: 400,
      riseOnHover: true,
      autoPanOnFocus: true,
    });
    const said = inWords(poles);
    marker.bindTooltip(said, { direction: "top" });
    const open = () => this.open(poles);
    marker.on("click", open);
    marker.addTo(this.map);
    this.markers.set(key, Object.assign(marker, { open }));
    const element = marker.getElement();
    element.dataset.groupe = key;
    element.tabIndex = -1;
    element.setAttribute("aria-label", `${said}. Zoomer pour les séparer`);
  }

  /** Zoom in on a group, until its poles part. */
  open(poles) {
    let bounds = L.latLngBounds(poles.map((pole) => [pole.lat, pole.lon]));
    // All at one seat: nearer by two zooms, until the others are out of sight.
    if (bounds.getSouthWest().equals(bounds.getNorthEast())) bounds = around(bounds.getCenter(), this.map.getBounds());
    if (this.acts.visit) this.acts.visit(bounds);
    else this.map.fitBounds(bounds, { animate: false });
  }

  dress(element, pole) {
    element.dataset.pole = pole.slug;
    element.tabIndex = -1;
    element.setAttribute("aria-label", pole.inside ? `${pole.label}, siège inconnu, repère dans son territoire` : pole.label);
    element.setAttribute("aria-pressed", String(pole.slug === this.chosen));
    element.classList.toggle("repere-choisi", pole.slug === this.chosen);
    element.addEventListener("focus", () => this.acts.hover(pole.slug));
    element.addEventListener("blur", () => this.acts.hover(null));
  }

  /** Mark one pole as chosen ("" for none). */
  choose(slug) {
    this.chosen = slug;
    for (const [known, marker] of this.markers) {
      const isChosen = known === slug;
      if (marker.open) continue;
      marker.getElement().classList.toggle("repere-choisi", isChosen);
      marker.getElement().setAttribute("aria-pressed", String(isChosen));
      marker.setZIndexOffset(isChosen ? 5000 : 0);
    }
    this.draw();
  }

  /** Enlarge one marker while its card is pointed at. */
  highlight(slug) {
    for (const [known, marker] of this.markers) marker.getElement().classList.toggle("repere-survol", known === slug);
  }

  has(slug) {
    return this.markers.has(slug);
  }

  focus(slug) {
    this.markers.get(slug)?.getElement().focus();
  }

  focusedSlug() {
    const element = document.activeElement;
    return this.map.getContainer().contains(element) ? (element.dataset.pole ?? element.dataset.groupe ?? "") : "";
  }

  /** Leave one marker in the order of the Tab key: the focused, the chosen, else the westernmost in sight. */
  rove(preferred = this.focusedSlug()) {
    const bounds = this.map.getBounds();
    const seen = [...this.markers].filter(([, marker]) => bounds.contains(marker.getLatLng()));
    const pick =
      [preferred, this.chosen].find((slug) => seen.some(([known]) => known === slug)) ??
      seen.sort(([, a], [, b]) => a.getLatLng().lng - b.getLatLng().lng)[0]?.[0];
    for (const [slug, marker] of this.markers) marker.getElement().tabIndex = slug === pick ? 0 : -1;
  }

  onKey(event) {
    const slug = this.focusedSlug();
    const direction = DIRECTIONS[event.key];
    if (slug && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      const { open } = this.markers.get(slug);
      if (open) open();
      else this.acts.choose(slug);
    }
    if (!slug || !direction) return;
    event.preventDefault();
    event.stopPropagation();
    const next = this.nearest(slug, direction);
    if (!next) return;
    this.markers.get(next).getElement().tabIndex = 0;
    this.focus(next);
    this.rove(next);
  }

  /** The marker nearest to one, within 45 degrees of a direction; what lies off the axis counts double. */
  nearest(slug, [x, y]) {
    const centre = (marker) => {
      const anchor = marker.options.icon.options.iconAnchor;
      return this.map.latLngToContainerPoint(marker.getLatLng()).subtract(anchor);
    };
    const from = centre(this.markers.get(slug));
    const size = this.map.getSize();
    let best = null;
    for (const [known, marker] of this.markers) {
      const point = centre(marker);
      const along = (point.x - from.x) * x + (point.y - from.y) * y;
      const across = Math.abs((point.x - from.x) * y) + Math.abs((point.y - from.y) * x);
      const inSight = point.x > -SIZE && point.y > -SIZE && point.x < size.x && point.y < size.y;
      if (known === slug || along <= 0 || across > along || !inSight) continue;
      const cost = along + across;
      if (!best || cost < best.cost) best = { cost, known };
    }
    return best?.known;
  }
}
