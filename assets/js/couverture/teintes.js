// Colours and patterns of the map: those of the style sheet, as a canvas paints them.

import { tiled } from "../carte/motif.js";
import { BASES } from "./question.js";

const DIAGONALS = [[-2, 2, 2, -2], [-2, 10, 10, -2], [6, 10, 10, 6]];
const STEPS = [0.1, 0.25, 0.5, 0.75];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--couv-${name}`).trim();

const MARKS = {
  partie: (pen) => {
    for (const [x, y] of [[2, 2], [6, 6]]) {
      pen.beginPath();
      pen.arc(x, y, 1.3, 0, 2 * Math.PI);
      pen.fill();
    }
  },
  presume: (pen) => lines(pen, 2, DIAGONALS),
  large: (pen) => lines(pen, 1, [[0, 3.5, 8, 3.5]]),
  proche: (pen) => lines(pen, 1, [[4, 0, 4, 8]]),
};

function lines(pen, width, segments) {
  pen.lineWidth = width;
  for (const [fromX, fromY, toX, toY] of segments) {
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    pen.lineTo(toX, toY);
    pen.stroke();
  }
}

function marked(ground, ink, mark) {
  return tiled(ground, (pen) => {
    pen.fillStyle = pen.strokeStyle = ink;
    mark(pen);
  });
}

function pattern(basis) {
  const mark = MARKS[basis];
  return mark ? marked(colour(basis), colour(`${basis}-motif`), mark) : colour(basis);
}

/** Hatches over a colour: dark lines in a light casing, to be seen on the lightest and the darkest. */
function hatched(ground) {
  return tiled(ground, (pen) => {
    pen.strokeStyle = colour("clair");
    lines(pen, 2.25, DIAGONALS);
    pen.strokeStyle = colour("couvert");
    lines(pen, 1.1, DIAGONALS);
  });
}

/** Fills of an indicator, plain and hatched: by tint from 1, and at 0 where there is no value. */
export function fillsOfTints() {
  const cross = (pen) => lines(pen, 1, [[2, 4, 6, 4], [4, 2, 4, 6]]);
  const tints = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => colour(`teinte-${step}`));
  const none = marked(colour("sans"), colour("sans-motif"), cross);
  const noneHatched = tiled(colour("sans"), (pen) => {
    pen.strokeStyle = colour("sans-motif");
    cross(pen);
    pen.strokeStyle = colour("couvert");
    lines(pen, 1.1, DIAGONALS);
  });
  return { plain: [none, ...tints], hatched: [noneHatched, ...tints.map(hatched)] };
}

/** A fill for each basis, by its rank (1 to 6). */
export function fillsOfBases() {
  return [null, ...BASES.map(pattern)];
}

/** A fill for a share from 0 to 1, in six steps. */
export function fillsOfShares() {
  const fills = [0, 1, 2, 3, 4, 5].map((step) => colour(`part-${step}`));
  return (share) => (share === null || share === undefined ? null : fills[share <= 0 ? 0 : 1 + STEPS.filter((step) => share >= step).length]);
}
