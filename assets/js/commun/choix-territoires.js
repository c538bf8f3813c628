// The picker of territories: a search, a click on the map, a list to take from. What is chosen is
// kept as lines in the form's own textarea (see directory/record/lines.py), which is all that is sent.

import { PickerMap } from "./choix-carte.js";
import { Shapes } from "./choix-perimetres.js";
import { read } from "./lignes.js";

const WORD_OF = { commune: "commune", epci: "epci", departement: "departement", region: "region" };

function write({ word, code, label, shape, decided, line }) {
  if (!word) return line;
  if (word !== "dessin") return `${word} ${code} ${label}`.trim();
  const said = decided ? { type: "Feature", properties: decided, geometry: shape } : shape;
  return `${word} ${JSON.stringify(said)} ${label}`.trim();
}

class Picker {
  constructor(box) {
    this.box = box;
    this.words = box.dataset;
    this.text = box.querySelector("textarea");
    this.field = box.querySelector("[data-choix-champ]");
    this.list = box.querySelector("[data-choix-liste]");
    this.count = box.querySelector("[data-choix-compte]");
    this.status = box.querySelector("[data-choix-annonce]");
    this.pieces = [...this.list.children].map((item) => ({ ...read(item.dataset.ligne), name: item.textContent.trim() }));
    for (const piece of this.pieces) if (piece.word === "partie") piece.name = piece.name.split(/\), /)[0] + ")";
    this.takeOver();
    this.listen();
    this.map = new PickerMap(box.querySelector("[data-choix-carte]"), this.words, (place) => this.onClick(place));
    this.offerDrawing(box.querySelector("[data-choix-dessiner]"));
    this.repairs = [];
    this.show();
    this.shapes = new Shapes(box, (line) => this.bring(line), (shapes) => this.propose(shapes));
    this.map.show(this.shown(), true);
  }

  /** What the map shows: the pieces, and the repairs that are proposed of some. */
  shown() {
    return [...this.pieces, ...this.repairs];
  }

  /** A shape that a file holds is one more piece. */
  bring(line) {
    const piece = read(line);
    this.add({ ...piece, name: piece.label || this.words.perimetre });
  }

  propose(shapes) {
    if (!shapes.length && !this.repairs.length) return;
    this.repairs = shapes.map((shape) => ({ word: "dessin", shape, style: "choix-contour choix-repare" }));
    this.map.show(this.shown());
  }

  /** A button draws a shape, and gives it up. */
  offerDrawing(button) {
    const { drawing } = this.map;
    button.hidden = !drawing;
    button.addEventListener("click", async () => {
      if (drawing.busy) {
        drawing.giveUp();
        return;
      }
      button.textContent = this.words.abandonner;
      const shape = await drawing.draw();
      button.textContent = this.words.dessiner;
      if (shape) this.add({ word: "dessin", code: "", label: "", shape, name: this.words.perimetre });
    });
  }

  /** The search field answers to the label, the help and the errors of the field of text. */
  takeOver() {
    const { id } = this.text;
    this.text.id = `${id}-lignes`;
    this.text.hidden = true;
    this.field.id = id;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (this.text.hasAttribute(name)) this.field.setAttribute(name, this.text.getAttribute(name));
    }
    if (document.querySelector(`label[for="${CSS.escape(id)}"]`)) this.field.removeAttribute("aria-label");
    const help = document.getElementById(`${id}_helptext`);
    if (help) help.textContent = this.words.aide; // the other one tells how to type lines
  }

  listen() {
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // never sends the form
    });
    this.box.addEventListener("atlas:choix", (event) => {
      event.preventDefault();
      const { type, code, nom } = event.detail;
      this.field.value = "";
      this.add({ word: WORD_OF[type], code, label: "", name: `${nom} (${code})` });
    });
  }

  add(piece) {
    if (this.pieces.some((one) => one.word === piece.word && one.code === piece.code && !one.shape)) {
      this.say(this.words.deja, piece);
      return;
    }
    this.pieces.push(piece);
    this.show();
    this.map.show(this.shown(), true);
    this.say(this.words.ajoute, piece);
  }

  remove(piece) {
    const place = this.pieces.indexOf(piece);
    this.pieces.splice(place, 1);
    this.show();
    this.map.show(this.shown());
    this.say(this.words.retire, piece);
    const buttons = this.list.querySelectorAll("button");
    (buttons[Math.min(place, buttons.length - 1)] ?? this.field).focus();
  }

  say(words, piece) {
    this.status.textContent = words.replace("#", piece.name);
  }

  /** What is at a point: the commune, or its EPCI (its EPT, in Greater Paris). Chosen already, it goes. */
  async onClick({ lat, lng }) {
    const wanted = this.box.querySelector(".choix-clic input:checked").value;
    try {
      const where = new URLSearchParams({ lat: lat.toFixed(6), lon: lng.toFixed(6), fields: "nom,code,codeEpci,codeEpt" });
      const [commune] = await asked(`/api/communes/?${where}`);
      if (!commune) {
        this.status.textContent = this.words.hors;
        return;
      }
      const code = wanted === "epci" ? commune.codeEpt || commune.codeEpci : commune.code;
      if (!code) {
        this.status.textContent = this.words.sansEpci;
        return;
      }
      const chosen = this.pieces.find((one) => one.code === code && (one.word === wanted || one.word === "partie"));
      if (chosen) {
        this.remove(chosen);
        return;
      }
      const { nom } = wanted === "epci" ? await asked(`/api/epcis/${code}/?fields=nom`) : commune;
      this.add({ word: wanted, code, label: "", name: `${nom} (${code})` });
    } catch {
      this.status.textContent = this.words.panne;
    }
  }

  show() {
    this.map.drawing?.stop();
    this.list.replaceChildren(...this.pieces.map((piece) => this.item(piece)));
    this.save();
  }

  save() {
    this.text.value = this.pieces.map(write).join("\n");
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.shapes?.follow();
    const { aucun, un, plusieurs } = this.words;
    const total = this.pieces.length;
    this.count.textContent = total === 0 ? aucun : total === 1 ? un : plusieurs.replace("#", String(total));
  }

  item(piece) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.className = "choix-nom";
    name.textContent = piece.word ? piece.name : `${piece.line} (${this.words.inconnue})`;
    if (!piece.word) item.dataset.inconnue = "";
    item.append(name);
    if (piece.word === "commune" || piece.word === "partie") item.append(...this.part(piece));
    if (piece.word === "dessin") item.append(...this.shape(piece));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "bouton bouton-lien";
    button.textContent = this.words.retirer;
    button.setAttribute("aria-label", `${this.words.retirer} ${piece.name ?? piece.line}`);
    button.addEventListener("click", () => this.remove(piece));
    item.append(button);
    return item;
  }

  /** A commune may be held in part only, under the name of a neighbourhood. */
  part(piece) {
    const label = document.createElement("label");
    label.className = "choix-partie";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = piece.word === "partie";
    label.append(box, this.words.enPartie);
    const name = this.naming(piece, this.words.quartier);
    name.hidden = !box.checked;
    box.addEventListener("change", () => {
      piece.word = box.checked ? "partie" : "commune";
      piece.label = box.checked ? name.value : "";
      name.hidden = !box.checked;
      this.save();
      this.map.show(this.shown());
    });
    return [label, name];
  }

  /** A field that names a part of a commune, or a drawn shape. */
  naming(piece, words) {
    const name = document.createElement("input");
    name.type = "text";
    name.className = "saisie choix-quartier";
    name.maxLength = 200;
    name.value = piece.label;
    name.placeholder = words;
    name.setAttribute("aria-label", `${words}, ${piece.name}`);
    name.addEventListener("input", () => {
      piece.label = name.value.replace(/\s+/g, " ");
      this.save();
    });
    name.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    return name;
  }

  /** A drawn shape has a name, and points that can be moved. */
  shape(piece) {
    const { drawing } = this.map;
    const name = this.naming(piece, this.words.nommer);
    // What is typed by hand may be any GeoJSON: the server makes one shape of it.
    if (!drawing || piece.shape.type !== "MultiPolygon") return [name];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "bouton bouton-lien";
    button.textContent = this.words.retracer;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const editing = button.getAttribute("aria-pressed") === "true";
      if (!editing && drawing.busy) return;
      button.setAttribute("aria-pressed", String(!editing));
      button.textContent = editing ? this.words.retracer : this.words.garder;
      if (editing) {
        drawing.stop();
        this.map.show(this.shown());
        return;
      }
      this.map.show(this.shown().filter((one) => one !== piece));
      drawing.edit(piece.shape, (shape) => {
        piece.shape = shape;
        piece.decided = undefined; // what was decided was of another contour
        this.save();
      });
    });
    return [name, button];
  }
}

async function asked(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

for (const box of document.querySelectorAll("[data-choix-territoires]")) new Picker(box);
