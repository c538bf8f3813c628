// The sentence of the territory pointed at, asked of the server once for each question.

const REST = 180; // how long the pointer stays before the sentence is asked for, in ms
const MOST_KEPT = 200;

export class Said {
  constructor(element, address) {
    this.element = element;
    this.address = address;
    this.kept = new Map();
    this.question = new URLSearchParams();
    this.shown = "";
  }

  /** Say a territory: at once, or once the pointer rests on it. */
  say(code, level, now) {
    const query = new URLSearchParams(this.question);
    query.set("niveau", level);
    query.set("code", code);
    const wanted = String(query);
    if (wanted === this.wanted && !now) return;
    this.wanted = wanted;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(wanted, code), now ? 0 : REST);
  }

  async show(wanted, code) {
    const text = await this.ask(wanted);
    if (wanted !== this.wanted) return;
    this.element.dataset.code = code;
    if (text) this.element.innerHTML = text;
    else this.element.textContent = this.element.dataset.panne;
  }

  ask(wanted) {
    if (!this.kept.has(wanted)) {
      if (this.kept.size >= MOST_KEPT) this.kept.delete(this.kept.keys().next().value);
      const answer = fetch(`${this.address}?${wanted}`)
        .then((response) => (response.ok ? response.text() : ""))
        .catch(() => "");
      this.kept.set(wanted, answer);
    }
    return this.kept.get(wanted);
  }
}
