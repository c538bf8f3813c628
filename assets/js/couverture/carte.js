// The maps of coverage: the big one and the five overseas, painted from tiles and shares.

import { createMap, fit, followAddress, showFrance } from "../carte/grande.js";
import { readPosition } from "../carte/adresse.js";
import { createOverseas, groundOverseas } from "../carte/outremer.js";
import { createGround, featuresAt, repaint } from "../carte/sol.js";
import { NONE, codeOf, departmentOf, rankOf } from "./question.js";
import { fillsOfBases, fillsOfShares, fillsOfTints } from "./teintes.js";

const GREATER_PARIS = "200054781"; // in tiles its contour lies under those of its EPT
const PARIS = "75056";
const BENEATH = { layer: "departements" }; // under the areas drawn for studies: what they leave shows
const HALF = 0.5; // an area is hatched from there on
const CONTOUR = { color: "#7a1f3d", weight: 2.5, fill: false, interactive: false };

export class CoverageMaps {
  /** @param {HTMLElement} element of the big map, with its words @param {(code: string, now: boolean) => void} say */
  constructor(element, say) {
    this.words = element.dataset;
    this.levels = JSON.parse(document.getElementById("couv-couches").textContent);
    this.say = say;
    this.element = element;
    this.map = createMap(element);
    this.map.setMinZoom(5);
    this.map.scrollWheelZoom.disable();
    this.insets = createOverseas({ choose() {}, hover() {}, visit: (bounds) => fit(this.map, bounds, { animate: false }) });
    this.byBasis = fillsOfBases();
    this.byShare = fillsOfShares();
    this.byTint = fillsOfTints();
    this.tints = null;
    this.shares = new Map();
    this.isolated = null;
    // On paper the frame is narrower: what was at the centre stays there.
    window.matchMedia("print").addEventListener("change", () => this.map.invalidateSize({ animate: false }));
    followAddress(this.map, () => showFrance(this.map, { animate: false }));
    this.listen();
  }

  listen() {
    const every = [[this.map, () => this.ground], ...this.insets.map((inset) => [inset.map, () => inset.ground])];
    for (const [map, ground] of every) {
      map.on("click", ({ latlng }) => this.tell(ground(), latlng, true));
      map.on("mousemove", ({ latlng }) => this.tell(ground(), latlng, false));
    }
    // The ring at the centre is for those who come by keyboard alone.
    const byKeyboard = (on) => this.element.classList.toggle("au-clavier", on);
    let pressed = false;
    this.element.addEventListener("pointerdown", () => {
      pressed = true;
      byKeyboard(false);
    });
    window.addEventListener("pointerup", () => { pressed = false; });
    this.element.addEventListener("blur", () => byKeyboard(false));
    this.element.addEventListener("focus", () => {
      if (pressed) return;
      byKeyboard(true);
      this.tell(this.ground, this.map.getCenter(), false);
    });
    this.map.on("moveend", () => {
      if (this.element.matches(".au-clavier:focus")) this.tell(this.ground, this.map.getCenter(), false);
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.tell(this.ground, this.map.getCenter(), true);
    });
  }

  tell(ground, point, now) {
    const code = ground && this.codeAt(ground, point);
    if (code) this.say(code, now);
  }

  /** The layer of the level, and its source where the ground does not hold it. */
  place() {
    const { couche, tuiles } = this.levels[this.question.level];
    return { layer: couche, source: tuiles ? couche : "" };
  }

  /** The code of the territory under a point, or "". */
  codeAt(ground, point) {
    const codes = featuresAt(ground, this.place(), point).map((feature) => this.codeOf(feature));
    return codes.filter((code) => this.isShown(code)).find((code) => code !== PARIS) ?? codes[0] ?? this.outsideAt(ground, point);
  }

  /** The key of what no area of the level holds, where a point is on it, or "". */
  outsideAt(ground, point) {
    const found = featuresAt(ground, BENEATH, point).some((feature) => this.mayBeOutside(feature));
    return found ? this.levels[this.question.level].dehors : "";
  }

  /** Whether what no area holds is asked about in a department. */
  mayBeOutside({ props }) {
    const { dehors } = this.levels[this.question.level];
    return Boolean(dehors) && this.shares.has(dehors) && (!this.isolated || this.isolated.has(props.code));
  }

  codeOf(feature) {
    if (this.question.level === "commune") return codeOf(feature.id);
    const { code } = feature.props;
    return code === GREATER_PARIS ? PARIS : code;
  }

  isShown(code) {
    if (this.question.level !== "commune") return this.shares.has(code);
    return !this.isolated || this.isolated.has(departmentOf(code));
  }

  /** The fill of a commune. */
  fillOf(feature) {
    const rank = rankOf(feature.props, this.question);
    if (this.tints) {
      const code = codeOf(feature.id);
      return this.isShown(code) ? this.tinted(code, this.question.covering.has(rank)) : null;
    }
    if (!this.isolated) return rank === NONE ? null : this.byBasis[rank];
    return this.isShown(codeOf(feature.id)) ? this.byBasis[rank] : null;
  }

  /** The fill of an area larger than a commune. */
  fillOfArea(code) {
    const share = this.shares.get(code);
    if (!this.tints) return this.byShare(share);
    return this.shares.has(code) ? this.tinted(code, share >= HALF) : null;
  }

  /** The indicator of a territory; hatches say that it is covered, whatever the colour. */
  tinted(code, covered) {
    return this.byTint[covered ? "hatched" : "plain"][this.tints.get(code) ?? 0];
  }

  /** What is painted for the level; Greater Paris first, for its EPT lie over it. */
  areas() {
    const place = this.place();
    if (this.question.level === "commune") {
      // Most communes are on no basis: the ground of the whole country is painted so, once.
      const ground = { layer: "regions", fill: () => (this.isolated || this.tints ? null : this.byBasis[NONE]) };
      return [ground, { ...place, fill: (feature) => this.fillOf(feature) }];
    }
    const fill = (first) => (feature) =>
      (feature.props.code === GREATER_PARIS) === first ? this.fillOfArea(this.codeOf(feature)) : null;
    // What no area holds has one value for the whole country, which is that of none of its places.
    const outside = (feature) =>
      !this.tints && this.mayBeOutside(feature) ? this.fillOfArea(this.levels[this.question.level].dehors) : null;
    return [{ ...BENEATH, fill: outside }, { ...place, fill: fill(true) }, { ...place, fill: fill(false) }];
  }

  /**
   * Show a question. @param {{statuses: string[], radius: number, level: string}} question
   * @param {{shares?: Map<string, number>, isolated?: Set<string>|null, tints?: Map<string, number>|null}} more what the server says of areas
   */
  async show(question, { shares = this.shares, isolated = this.isolated, tints = this.tints } = {}) {
    const level = this.question?.level;
    this.question = question;
    this.shares = shares;
    this.isolated = isolated;
    this.tints = tints;
    if (level !== question.level) await this.renewGround();
    else await Promise.all([this.ground, ...this.insets.map((inset) => inset.ground)].filter(Boolean).map(repaint));
  }

  /** New grounds, for another level: only the tiles that it needs are asked for. */
  async renewGround() {
    const { sol, attribution } = this.words;
    const { couche, tuiles, pres } = this.levels[this.question.level];
    const sources = tuiles ? { [couche]: { address: tuiles, near: pres } } : {};
    const options = { areas: this.areas(), sources };
    const ground = await createGround(sol, { ...options, attribution });
    const drawn = new Promise((resolve) => ground.once("load", resolve));
    this.ground?.remove();
    this.ground = ground.addTo(this.map);
    await Promise.all([drawn, groundOverseas(this.insets, sol, options)]);
  }

  /** Go to what is isolated: its contour is drawn; "" for the whole country. */
  async frame(address, { first = false } = {}) {
    if (address === this.contourAddress) return;
    this.contourAddress = address;
    this.contour?.remove();
    this.contour = null;
    if (!address) {
      if (!first) showFrance(this.map, { animate: false });
      return;
    }
    const answer = await fetch(address);
    if (!answer.ok || this.contourAddress !== address) return;
    this.contour = L.geoJSON(await answer.json(), { style: CONTOUR, pointToLayer: () => null }).addTo(this.map);
    if (!first || !readPosition()) fit(this.map, this.contour.getBounds(), { animate: false, maxZoom: 10 });
  }
}
