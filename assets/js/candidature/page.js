// The steps of an application: the draft is kept as it is filled, and a live region says so.

import { signedIn, whenBack } from "../commun/session.js";

const DELAY = 2500;

/** Keeps a form of the server's in step with what is typed, one request at a time. */
class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-etat]");
    this.stamp = form.elements.namedItem("cachet");
    this.key = `brouillon ${form.action}`;
    this.kept = this.content();
    this.sent = this.kept;
    this.stopped = false;
    this.away = false;
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    whenBack(async () => this.away && (await signedIn()) && this.save());
    this.restore();
  }

  /** What would be sent, the stamp and the token aside. */
  content() {
    const data = new FormData(this.form);
    data.delete("cachet");
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  }

  stop() {
    this.stopped = true;
    this.forget(); // the page that answers holds all of it
    clearTimeout(this.timer);
  }

  later() {
    clearTimeout(this.timer);
    this.stash();
    if (!this.stopped) this.timer = setTimeout(() => this.save(), DELAY);
  }

  async save() {
    const content = this.content();
    if (this.stopped || this.saving || content === this.kept) return;
    this.saving = true;
    this.sent = content;
    this.stash();
    try {
      let answer = await this.send();
      // Signed in again meanwhile, the page only lacks the token of today's session.
      if (answer.status === 401 && (await signedIn())) answer = await this.send();
      // What was saved elsewhere, or too late, is said by the page itself once the form is sent.
      if (answer.status === 409) this.stopped = true;
      else if (!answer.ok && answer.status !== 401) throw new Error(answer.status);
      const told = await answer.json();
      this.away = answer.status === 401;
      this.say(told.dit, answer.status >= 400, told.connexion);
      if (told.cachet) this.stamp.value = told.cachet;
      if (told.regles) document.querySelector("[data-regles]").innerHTML = told.regles;
      if (!this.away) this.kept = content;
    } catch {
      this.say(this.form.dataset.panne, true);
    } finally {
      this.saving = false;
      this.stash();
    }
    if (!this.stopped && !this.away && this.content() !== this.kept) this.later();
  }

  /** One request. */
  send() {
    return fetch(this.form.action, {
      method: "POST",
      body: new FormData(this.form),
      headers: { "X-Enregistrement": "auto" },
      redirect: "error",
    });
  }

  forget() {
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      // Nothing is kept where nothing may be.
    }
  }

  /** What is not saved yet stays in this tab, so that a page loaded again finds it. */
  stash() {
    const content = this.content();
    if (content === this.kept) {
      this.forget();
      return;
    }
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ content, sent: this.sent, stamp: this.stamp.value }));
    } catch {
      // No room, or none allowed: the draft is saved as it is typed all the same.
    }
  }

  /** Takes up what this tab had not saved, on the version it was typed on: the server judges it. */
  restore() {
    let found = null;
    try {
      found = JSON.parse(sessionStorage.getItem(this.key));
    } catch {
      return;
    }
    if (!found || found.content === this.kept) {
      this.stash();
      return;
    }
    const ours = found.stamp === this.stamp.value || found.sent === this.kept;
    if (!ours) this.stamp.value = found.stamp;
    fill(this.form, new URLSearchParams(found.content));
    // A list of territories is drawn by the server from what is saved.
    this.save().then(() => this.form.querySelector("[data-choix-liste]") && this.content() === this.kept && location.reload());
  }

  say(text, wrong, link) {
    this.status.textContent = text;
    this.status.classList.toggle("cand-etat-panne", wrong);
    if (!link) return;
    const way = document.createElement("a");
    way.href = link;
    way.target = "_blank";
    way.textContent = this.form.dataset.connexion;
    this.status.append(" ", way);
  }
}

/** Puts values back in the fields of a form, by name and in order. */
function fill(form, values) {
  const taken = new Map();
  for (const field of form.elements) {
    if (!field.name || ["cachet", "csrfmiddlewaretoken"].includes(field.name) || field.type === "file") continue;
    const said = values.getAll(field.name);
    if (["checkbox", "radio"].includes(field.type)) field.checked = said.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = said.includes(option.value);
    else {
      const rank = taken.get(field.name) ?? 0;
      if (rank < said.length) field.value = said[rank];
      taken.set(field.name, rank + 1);
    }
  }
}

/** Says that a file is too heavy before it is sent for nothing. */
function weigh(form) {
  const field = form.querySelector("input[type=file]");
  const status = form.querySelector("[data-depot-etat]");
  const heavy = () => field.files[0]?.size > Number(form.dataset.plusLourd);
  const tell = () => {
    status.textContent = heavy() ? form.dataset.tropLourd : "";
    status.classList.toggle("cand-etat-panne", heavy());
  };
  field.addEventListener("change", tell);
  form.addEventListener("submit", (event) => {
    if (!heavy()) return;
    event.preventDefault();
    tell();
    field.focus();
  });
}

for (const form of document.querySelectorAll("[data-brouillon]")) new Draft(form);
for (const form of document.querySelectorAll("[data-depot]")) weigh(form);
// On a phone, the list of steps leaves the place to the form.
if (matchMedia("(max-width: 59.99rem)").matches) document.querySelector("[data-etapes]")?.removeAttribute("open");
