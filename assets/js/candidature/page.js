// The steps of an application: the draft is kept as it is filled, and a live region says so.

const DELAY = 2500;

/** Keeps a form of the server's in step with what is typed, one request at a time. */
class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-etat]");
    this.stamp = form.elements.namedItem("cachet");
    this.kept = this.content();
    this.stopped = false;
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
  }

  /** What would be sent, the stamp and the token aside. */
  content() {
    const data = new FormData(this.form);
    data.delete("cachet");
    return new URLSearchParams(data).toString();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  later() {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), DELAY);
  }

  async save() {
    const content = this.content();
    if (this.stopped || this.saving || content === this.kept) return;
    this.saving = true;
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        headers: { "X-Enregistrement": "auto" },
        redirect: "error",
      });
      // What was saved elsewhere, or too late, is said by the page itself once the form is sent.
      if (answer.status === 409) this.stopped = true;
      else if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      this.say(told.dit, answer.status === 409);
      if (told.cachet) this.stamp.value = told.cachet;
      if (told.regles) document.querySelector("[data-regles]").innerHTML = told.regles;
      this.kept = content;
    } catch {
      this.say(this.form.dataset.panne, true);
    } finally {
      this.saving = false;
    }
    if (!this.stopped && this.content() !== this.kept) this.later();
  }

  say(text, wrong) {
    this.status.textContent = text;
    this.status.classList.toggle("cand-etat-panne", wrong);
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
