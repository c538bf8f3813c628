// Colours and patterns of the map: those of the style sheet, as a canvas paints them.

export const BASES = ["declare", "partie", "presume", "large", "proche", "aucune"];
const SIDE = 8; // divides a tile, so that patterns run on from one to the next
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
  presume: (pen) => lines(pen, 2, [[-2, 2, 2, -2], [-2, 10, 10, -2], [6, 10, 10, 6]]),
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

function pattern(basis) {
  const mark = MARKS[basis];
  if (!mark) return colour(basis);
  const swatch = document.createElement("canvas");
  swatch.width = swatch.height = SIDE;
  const pen = swatch.getContext("2d");
  pen.fillStyle = colour(basis);
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.fillStyle = pen.strokeStyle = colour(`${basis}-motif`);
  mark(pen);
  return pen.createPattern(swatch, "repeat");
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
