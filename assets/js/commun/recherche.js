// The search box of every page: a combobox (WAI-ARIA, automatic selection) over /api/recherche/.
// A choice goes to its page, unless a listener of "atlas:choix" takes it (the map does).
// `data-genres` keeps only some types of results: the picker of territories wants no pole.
// What the lines do not say stands under them: a sentence, other ways, the national geocoder, which
// is asked by its own button and never otherwise (`data-geocodeur`).

import { askGeocoder } from "./geocodeur.js";

const DELAY_MS = 180;
const MOST = 8;
const MOST_ASKED = 20;
const SHORTEST_ADDRESS = 3;

class SearchBox {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.list = form.querySelector("[role=listbox]");
    this.status = form.querySelector("[data-recherche-annonce]");
    this.box = form.querySelector("[data-recherche-reponse]");
    this.rest = form.querySelector("[data-recherche-reste]");
    this.word = form.querySelector("[data-recherche-mot]");
    this.geocoder = form.querySelector("[data-recherche-adresse]");
    this.missing = form.querySelector("[data-recherche-absent]"); // the page where a pole is proposed
    this.results = [];
    this.others = false; // whether more answer than the lines show
    this.active = -1;
    this.asked = "";
    this.enterPending = false;
    this.kinds = form.dataset.genres?.split(" ");
    this.equip();
    this.listen();
  }

  equip() {
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, "aria-haspopup": "listbox" };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", () => this.askSoon());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("focus", () => this.asked.length > 1 && this.input.value.trim() === this.asked && this.open());
    this.form.addEventListener("focusout", (event) => this.form.contains(event.relatedTarget) || this.close());
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.box.contains(event.target)) this.leave(event);
    });
    this.geocoder?.querySelector("button").addEventListener("click", () => this.askAddress());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.results[Number(option.dataset.rang)]);
    });
  }

  askSoon() {
    clearTimeout(this.timer);
    this.enterPending = false;
    this.timer = setTimeout(() => this.ask(), DELAY_MS);
  }

  async ask() {
    const text = this.input.value.trim();
    this.request?.abort();
    if (text.length < 2) {
      this.show([], "");
      this.status.textContent = "";
      return;
    }
    this.request = new AbortController();
    const address = `${this.form.dataset.recherche}?${new URLSearchParams({ q: text, limit: this.kinds ? MOST_ASKED : MOST })}`;
    try {
      const answer = await fetch(address, { signal: this.request.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { resultats, autres, phrase, pistes } = await answer.json();
      const found = resultats.filter(({ type }) => this.kinds?.includes(type) ?? true);
      this.show(found.slice(0, MOST), text, phrase || (found.length ? "" : this.form.dataset.aucun), this.kinds ? [] : pistes);
      this.tellOthers(found.length > 0 && (autres || found.length > MOST));
      this.announce();
      if (this.enterPending && this.results.length) this.choose(this.results[0]);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.show([], text, this.form.dataset.panne);
      this.status.textContent = this.form.dataset.panne;
    }
  }

  /** The reader's own choice: the text leaves for the national geocoder. */
  async askAddress() {
    const text = this.input.value.trim();
    const { geocodeur, adresseAttente, adresseAucune, adressePanne } = this.form.dataset;
    this.say(adresseAttente);
    let failure = "";
    let found = [];
    try {
      found = await askGeocoder(geocodeur, text);
      failure = found.length ? "" : adresseAucune;
    } catch {
      failure = adressePanne;
    }
    if (this.input.value.trim() !== text) return;
    this.show(found, text, failure);
    this.announce();
    this.input.focus();
  }

  /** What is read aloud: how many lines, and the sentence under them. */
  announce() {
    const { aucun, un, plusieurs } = this.form.dataset;
    const count = this.results.length;
    const said = count === 0 ? "" : this.others ? this.firstOnes() : count === 1 ? un : plusieurs.replace("#", String(count));
    this.status.textContent = [said, this.word.textContent].filter(Boolean).join(". ") || aucun;
  }

  /** The line under the last one, where others answer that are not shown. */
  tellOthers(others) {
    this.others = others;
    this.rest.textContent = others ? this.firstOnes() : "";
    this.rest.hidden = !others;
  }

  firstOnes() {
    const { premier, premiers } = this.form.dataset;
    return this.results.length === 1 ? premier : premiers.replace("#", String(this.results.length));
  }

  show(results, text, sentence = "", ways = []) {
    this.results = results;
    this.asked = text;
    this.list.replaceChildren(...results.map((result, rank) => this.option(result, rank)));
    this.list.hidden = !results.length;
    this.tellOthers(false);
    this.say(sentence, ways);
    // What nothing answers may be the name of the pole that is missing.
    if (this.missing) this.missing.search = results.length || !text ? "" : new URLSearchParams({ nom: text }).toString();
    if (this.geocoder) this.geocoder.hidden = text.length < SHORTEST_ADDRESS || /^\d*$/.test(text);
    if (!text) {
      this.close();
      return;
    }
    this.open();
    if (results.length) this.activate(0);
  }

  /** The sentence under the lines, with links to other ways. */
  say(sentence, ways = []) {
    const links = ways.map(({ nom, url }) => {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = nom;
      return link;
    });
    this.word.replaceChildren(sentence, ...links.flatMap((link) => [" ", link]));
    this.word.hidden = !sentence;
  }

  option(result, rank) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${rank}`;
    item.className = "recherche-option";
    item.dataset.rang = String(rank);
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    for (const [part, text] of [["nom", result.nom], ["detail", result.detail], ["type", this.form.getAttribute(`data-type-${result.type}`)]]) {
      if (!text) continue;
      const span = document.createElement("span");
      span.className = `recherche-option-${part}`;
      span.textContent = text;
      item.append(span, " ");
    }
    return item;
  }

  /** Escape, from within the answer: back to the field. */
  leave(event) {
    event.preventDefault();
    event.stopPropagation();
    this.close();
    this.input.focus();
    this.close(); // the focus opens it
  }

  open() {
    this.box.hidden = false;
    this.list.hidden = !this.results.length;
    this.input.setAttribute("aria-expanded", String(this.results.length > 0));
  }

  close() {
    this.box.hidden = true;
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  activate(rank) {
    this.active = rank;
    for (const option of this.list.children) option.setAttribute("aria-selected", String(Number(option.dataset.rang) === rank));
    const option = this.list.children[rank];
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    const isOpen = !this.box.hidden;
    const last = this.results.length - 1;
    const moves = {
      ArrowDown: () => (isOpen ? (this.active >= last ? 0 : this.active + 1) : 0),
      ArrowUp: () => (isOpen ? (this.active <= 0 ? last : this.active - 1) : last),
      ...(isOpen && this.active >= 0 ? { Home: () => 0, End: () => last } : {}),
    };
    if (event.key in moves && last >= 0) {
      event.preventDefault();
      const rank = moves[event.key]();
      this.open();
      this.activate(rank);
    } else if (event.key === "Enter") {
      this.onEnter(event);
    } else if (event.key === "Escape" && (isOpen || this.input.value)) {
      event.preventDefault();
      event.stopPropagation();
      if (isOpen) this.close();
      else this.input.value = "";
    }
  }

  onEnter(event) {
    const fresh = this.input.value.trim() === this.asked;
    if (!this.list.hidden && fresh && this.active >= 0) {
      event.preventDefault();
      this.choose(this.results[this.active]);
    } else if (!fresh && this.input.value.trim().length > 1) {
      event.preventDefault();
      clearTimeout(this.timer);
      this.enterPending = true;
      this.ask();
    }
  }

  choose(result) {
    this.enterPending = false;
    this.close();
    if (!result.url) {
      this.input.value = result.code; // outside the departments: the search says so
      this.ask();
      return;
    }
    this.input.value = result.nom;
    this.asked = "";
    this.results = [];
    const proposal = new CustomEvent("atlas:choix", { detail: result, cancelable: true, bubbles: true });
    if (this.form.dispatchEvent(proposal)) window.location.assign(result.url);
  }
}


for (const form of document.querySelectorAll("[data-recherche]")) new SearchBox(form);
