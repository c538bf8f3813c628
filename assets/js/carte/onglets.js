// On a phone, the map and the list are two tabs of one state; on a wide screen both are shown.

const NARROW = window.matchMedia("(max-width: 47.99rem)");

export class Tabs {
  constructor(root) {
    this.root = root;
    this.bar = root.querySelector("[data-onglets]");
    this.tabs = [...this.bar.querySelectorAll("[data-onglet]")];
    for (const tab of this.tabs) tab.addEventListener("click", () => this.show(tab.dataset.onglet));
    this.bar.addEventListener("keydown", (event) => this.onKey(event));
    NARROW.addEventListener("change", () => this.dress());
    this.show("carte");
  }

  show(view) {
    this.root.dataset.vue = view;
    for (const tab of this.tabs) tab.tabIndex = tab.dataset.onglet === view ? 0 : -1;
    this.dress();
  }

  /** The roles and states of tabs hold only where there are tabs. */
  dress() {
    const narrow = NARROW.matches;
    set(this.bar, "role", narrow && "tablist");
    for (const tab of this.tabs) {
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      set(tab, "role", narrow && "tab");
      set(tab, "aria-selected", narrow && String(tab.dataset.onglet === this.root.dataset.vue));
      set(panel, "role", narrow && "tabpanel");
      // What scrolls is reached by keyboard, even where none of its links is in sight.
      if (panel.dataset.defile !== undefined) set(panel, "tabindex", narrow && "0");
    }
  }

  onKey(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const next = this.tabs.find((tab) => tab.tabIndex === -1);
    this.show(next.dataset.onglet);
    next.focus();
  }
}

function set(element, name, value) {
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}
