// The panel: filters, list and preview. The server renders them; here they are asked for and swapped.

import { addressOf, addressWithPole, push } from "./adresse.js";

const TYPING_MS = 350;

/** Ask this page for one of its fragments. */
async function fragment(name, signal) {
  const answer = await fetch(window.location.pathname + window.location.search, { headers: { "X-Fragment": name }, signal });
  if (answer.status >= 500) throw new Error(String(answer.status));
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  if (holder.content.querySelector("title")) throw new Error("a whole page"); // an error told by another
  return holder.content;
}

export class Panel extends EventTarget {
  // Events: "liste" when the list has changed (detail.moved: the place asked for has), "choix" when a
  // pole is chosen or left (detail: slug, from), "vise" when a card is pointed at (detail: slug or null).
  constructor(panel, preview, status) {
    super();
    Object.assign(this, { panel, preview, status });
    this.opener = null;
    this.listen();
  }

  get form() {
    return this.panel.querySelector("#filtres");
  }

  listen() {
    const { panel, preview } = this;
    panel.addEventListener("submit", (event) => {
      event.preventDefault();
      this.filter();
    });
    panel.addEventListener("change", (event) => event.target.closest("#filtres") && event.target.type !== "search" && this.filter());
    panel.addEventListener("input", (event) => event.target.type === "search" && this.filterSoon());
    panel.addEventListener("click", (event) => this.onClick(event));
    for (const kind of ["pointerover", "focusin"]) panel.addEventListener(kind, (event) => this.aim(event.target.closest(".fiche")?.dataset.pole ?? null));
    for (const kind of ["pointerleave", "focusout"]) panel.addEventListener(kind, () => this.aim(null));
    preview.addEventListener("click", (event) => {
      if (event.target.closest("[data-fermer]") && isPlain(event)) {
        event.preventDefault();
        this.choose("");
      }
      if (event.target.closest("[data-cadrer]")) this.tell("cadre", {});
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || preview.hidden) return;
      event.preventDefault();
      this.choose("");
    });
  }

  onClick(event) {
    if (!isPlain(event)) return;
    const card = event.target.closest(".fiche-nom a");
    const link = event.target.closest("a[data-filtre]");
    if (card) {
      event.preventDefault();
      this.choose(card.closest(".fiche").dataset.pole, { kind: "fiche" });
    } else if (link) {
      event.preventDefault();
      push(addressOf(new URL(link.href).searchParams));
      this.renew({ whole: true, moved: true }).then(() => this.form.querySelector("input").focus());
    }
  }

  aim(slug) {
    if (slug === this.aimed) return;
    this.aimed = slug;
    this.tell("vise", { slug });
  }

  filterSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.filter(), TYPING_MS);
  }

  /** Put the filters of the form into the address, and renew the list. */
  filter() {
    clearTimeout(this.timer);
    const before = new URLSearchParams(window.location.search);
    const query = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => value.trim()));
    if (before.has("pole")) query.set("pole", before.get("pole"));
    const moved = ["region", "departement"].some((name) => String(before.getAll(name)) !== String(query.getAll(name)));
    push(addressOf(query));
    return this.renew({ whole: false, moved });
  }

  /** Ask for the panel of the current address. The form stays in place unless `whole`. */
  async renew({ whole, moved }) {
    this.request?.abort();
    this.request = new AbortController();
    this.panel.setAttribute("aria-busy", "true");
    try {
      const fresh = await fragment("panneau", this.request.signal);
      if (whole) this.panel.replaceChildren(fresh);
      else swap(this.panel, fresh);
      this.panel.scrollTop = 0;
      this.panel.removeAttribute("aria-busy");
      this.say(this.panel.querySelector(".panneau-phrase").textContent);
      this.tell("liste", { moved });
    } catch (error) {
      if (error.name === "AbortError") return;
      this.panel.removeAttribute("aria-busy");
      this.say(this.panel.dataset.panne);
    }
  }

  /** Choose a pole ("" for none): address, preview, focus. `from` says where to return to. */
  async choose(slug, from = null) {
    push(addressWithPole(slug));
    if (slug) this.opener = from;
    await this.showChoice(slug, { focus: true });
  }

  /** Show the preview of the pole that the address chooses. */
  async showChoice(slug, { focus }) {
    this.choice?.abort();
    this.choice = new AbortController();
    const left = this.preview.querySelector("[data-apercu]")?.dataset.apercu;
    if (slug) {
      try {
        this.preview.replaceChildren(await fragment("apercu", this.choice.signal));
      } catch (error) {
        if (error.name === "AbortError") return;
        this.say(this.panel.dataset.panne);
        return;
      }
    } else this.preview.replaceChildren();
    this.preview.hidden = !this.preview.querySelector("[data-apercu]");
    this.preview.scrollTop = 0;
    this.markCard(slug);
    this.tell("choix", { slug: this.preview.hidden ? "" : slug, from: this.opener });
    if (!focus) return;
    if (slug) this.preview.querySelector("#apercu-titre")?.focus({ preventScroll: true });
    else if (left) this.giveBack(left);
  }

  /** Mark the card of the chosen pole, without a request. */
  markCard(slug) {
    for (const card of this.panel.querySelectorAll(".fiche")) card.toggleAttribute("data-choisie", card.dataset.pole === slug);
  }

  /** Return the focus to what opened the preview. */
  giveBack(slug) {
    const { opener } = this;
    this.opener = null;
    const card = this.panel.querySelector(`.fiche[data-pole="${CSS.escape(slug)}"] a`);
    if (opener?.focus) opener.focus(slug);
    else card?.focus();
  }

  say(text) {
    this.status.textContent = text;
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

const isPlain = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** Renew the parts marked `data-maj`, so that the focus and the words being typed stay. */
function swap(panel, fresh) {
  for (const part of panel.querySelectorAll("[data-maj]")) {
    const next = fresh.getElementById(part.id);
    if (!next) continue;
    const value = part.value;
    part.replaceChildren(...next.childNodes);
    if (part instanceof HTMLSelectElement) part.value = value;
  }
}
