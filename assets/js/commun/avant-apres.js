// Two grounds on one map: what a record declares, and what is proposed.

import { PickerMap } from "./choix-carte.js";
import { read } from "./lignes.js";

const CLASSES = { avant: "contour-avant", apres: "contour-apres" };

function piecesOf(text, side) {
  return text.split("\n").filter(Boolean).map((line) => ({ ...read(line), style: CLASSES[side] }));
}

for (const element of document.querySelectorAll("[data-avant-apres]")) {
  const { avant, apres } = element.dataset;
  const map = new PickerMap(element, element.dataset);
  map.show([...piecesOf(apres, "apres"), ...piecesOf(avant, "avant")], true);
}
