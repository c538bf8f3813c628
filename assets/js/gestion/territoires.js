// In the administration: a territory shows only the field that its level calls for.

import { start } from "./contours.js";

const TARGET = {
  part: "commune",
  commune: "commune",
  epci: "epci",
  department: "department",
  region: "region",
  drawn: "drawn",
};
const TARGETS = [...new Set(Object.values(TARGET))];

function follow(level) {
  const block = level.closest(".inline-related");
  const wanted = TARGET[level.value];
  for (const name of TARGETS) {
    const row = block.querySelector(`.field-${name}`);
    if (row) row.hidden = name !== wanted;
  }
  // What goes with a drawn shape: its file, what is decided of it.
  for (const row of block.querySelectorAll("[class*='field-drawn_']")) row.hidden = wanted !== "drawn";
  const contour = block.querySelector("[data-contour]");
  if (contour && wanted === "drawn") start(contour);
}

function prepare(root) {
  for (const level of root.querySelectorAll(".field-level select")) {
    if (level.closest(".empty-form")) continue;
    level.addEventListener("change", () => follow(level));
    follow(level);
  }
  for (const box of root.querySelectorAll("[data-contour]")) start(box);
}

prepare(document);
document.addEventListener("formset:added", (event) => prepare(event.target));
// A map in a folded part has no size until it is opened.
document.addEventListener("toggle", () => prepare(document), true);
