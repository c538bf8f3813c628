// The drawn shapes of the picker: one more from a file, and what they all take, told as they change.

const LARGEST = 10 * 1024 * 1024;
const DELAY = 400;

export class Shapes {
  /**
   * @param {HTMLElement} box the picker
   * @param {(line: string) => void} add takes the line of a shape that a file holds
   * @param {(shapes: object[]) => void} repaired is told the repairs that are proposed
   */
  constructor(box, add, repaired) {
    this.box = box;
    this.words = box.dataset;
    this.add = add;
    this.repaired = repaired;
    this.told = box.querySelector("[data-choix-pesee]");
    this.status = box.querySelector("[data-choix-lu]");
    this.file = box.querySelector("[data-choix-fichier]");
    this.layer = box.querySelector("[data-choix-couche]");
    this.layer.hidden = true;
    this.layer.querySelector("input").disabled = true;
    this.shown = this.drawn();
    this.turn = 0;
    this.file.addEventListener("change", () => this.read());
    this.told.addEventListener("change", () => this.weigh());
    this.showRepairs();
  }

  /** The lines of drawn shapes, as the form would send them. */
  drawn() {
    const { value } = this.box.querySelector("textarea");
    return value.split("\n").filter((line) => /^dessin\b/i.test(line)).join("\n");
  }

  /** The territories have changed: what is drawn is weighed again, once it is still. */
  follow() {
    const now = this.drawn();
    if (now === this.shown) return;
    this.shown = now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.weigh(), DELAY);
  }

  /** The token and what the form says of this field, its boxes included. */
  content() {
    const form = this.box.closest("form");
    const { champ } = this.words;
    const data = new FormData();
    for (const [name, value] of new FormData(form)) {
      const ours = name === champ || ["vu", "reparer", "laisser"].some((end) => name === `${champ}-${end}`);
      if (ours || name === "csrfmiddlewaretoken") data.append(name, value);
    }
    data.append("champ", champ);
    return data;
  }

  async weigh() {
    const turn = ++this.turn;
    if (!this.shown) {
      this.told.replaceChildren();
      this.repaired([]);
      return;
    }
    this.told.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.words.peser, { method: "POST", body: this.content() });
      if (turn !== this.turn) return;
      if (!answer.ok) throw new Error(answer.status);
      if (answer.status === 204) return; // of a visitor, or once the session has ended
      this.replace(await answer.text());
    } catch {
      if (turn === this.turn) this.status.textContent = this.words.panne;
    } finally {
      if (turn === this.turn) this.told.removeAttribute("aria-busy");
    }
  }

  /** The new words, with the focus and the open lists where they were. */
  replace(html) {
    const { name, value } = this.told.contains(document.activeElement) ? document.activeElement : {};
    const open = [...this.told.querySelectorAll("details")].map((one) => one.open);
    this.told.innerHTML = html;
    const lists = this.told.querySelectorAll("details");
    if (lists.length === open.length) lists.forEach((one, place) => { one.open = open[place]; });
    if (name) [...this.told.querySelectorAll("input")].find((one) => one.name === name && one.value === value)?.focus();
    this.showRepairs();
  }

  showRepairs() {
    const found = [...this.told.querySelectorAll("[data-reparation]")];
    this.repaired(found.map((one) => JSON.parse(one.dataset.reparation)));
  }

  /** Send the chosen file, and take the line that it gives; a layer is asked for where it must be. */
  async read(layer = "") {
    const [file] = this.file.files;
    if (!file) return;
    if (file.size > LARGEST) {
      this.say(this.words.lourd, true);
      return;
    }
    this.say(this.words.lecture);
    const data = new FormData();
    data.append("fichier", file);
    data.append("couche", layer);
    data.append("csrfmiddlewaretoken", this.box.closest("form").elements.namedItem("csrfmiddlewaretoken").value);
    try {
      const answer = await fetch(this.words.lire, { method: "POST", body: data });
      const told = await answer.json();
      if (!answer.ok) {
        this.say(told.detail ?? this.words.panne, true);
        this.choose(told.couches ?? []);
        return;
      }
      this.say([this.words.lu.replace("#", file.name), ...told.dit].join(" "));
      this.choose([]);
      this.file.value = ""; // it is a line now, and is not sent again with the form
      this.add(told.ligne);
    } catch {
      this.say(this.words.panne, true);
    }
  }

  /** A list of layers, to take one from. */
  choose(layers) {
    this.layer.hidden = !layers.length;
    if (!layers.length) return;
    const list = document.createElement("select");
    list.className = "saisie";
    list.id = this.layer.querySelector("label").htmlFor;
    this.layer.querySelector("label").textContent = this.words.couche;
    list.append(new Option(this.words.choisir, ""), ...layers.map((name) => new Option(name, name)));
    list.addEventListener("change", () => list.value && this.read(list.value));
    this.layer.querySelector("input, select").replaceWith(list);
    list.focus();
  }

  say(text, wrong = false) {
    this.status.textContent = text;
    this.status.classList.toggle("choix-lu-faute", wrong);
  }
}
