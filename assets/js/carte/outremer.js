// The five small maps of the overseas departments: still, and otherwise acting like the big one.

import { Markers } from "./marqueurs.js";
import { createGround } from "./sol.js";

const STILL = {
  zoomControl: false,
  attributionControl: false,
  dragging: false,
  scrollWheelZoom: false,
  doubleClickZoom: false,
  touchZoom: false,
  boxZoom: false,
  keyboard: false,
  tap: false,
  zoomSnap: 0,
  zoomAnimation: false,
  fadeAnimation: false,
};

class Overseas {
  constructor(element, acts) {
    const [south, west, north, east] = element.dataset.bornes.split(",").map(Number);
    this.bounds = L.latLngBounds([south, west], [north, east]);
    this.region = element.dataset.region;
    this.count = element.querySelector("[data-compte]");
    this.map = L.map(element.querySelector(".outremer-carte"), STILL);
    this.frame();
    this.map.on("resize", () => this.frame());
    this.markers = new Markers(this.map, acts);
    element.querySelector("[data-aller]").addEventListener("click", () => acts.visit(this.bounds));
  }

  frame() {
    this.map.fitBounds(this.bounds, { animate: false });
  }

  show(poles) {
    const here = poles.filter((pole) => pole.region === this.region);
    this.markers.show(here);
    this.count.textContent = String(here.length);
  }
}

/**
 * Bring the small maps to life.
 * @param {{choose: Function, hover: Function, visit: (bounds: L.LatLngBounds) => void}} acts
 */
export function createOverseas(acts) {
  return [...document.querySelectorAll("[data-outremer]")].map((element) => new Overseas(element, acts));
}

/**
 * Draw the ground of the small maps; done when every one is drawn.
 * @param {object} options of the ground, say what areas are painted on it
 */
export function groundOverseas(insets, address, options = {}) {
  return Promise.all(
    insets.map(async (inset) => {
      const ground = await createGround(address, { names: false, ...options });
      const drawn = new Promise((resolve) => ground.once("load", resolve));
      inset.ground?.remove();
      inset.ground = ground.addTo(inset.map);
      return inset.map.getSize().y ? drawn : null;
    }),
  );
}
