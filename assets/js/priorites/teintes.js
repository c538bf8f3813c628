// Colours of scenarios on the map: one each, stripes where several cover a commune.

const STRIPE = 4; // pixels; a tile holds a whole number of patterns
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** A pattern of slanted stripes, one for each colour. */
function striped(colours) {
  const side = STRIPE * 4;
  const swatch = document.createElement("canvas");
  swatch.width = swatch.height = side;
  const pen = swatch.getContext("2d");
  const width = side / colours.length;
  for (let start = -side; start < 2 * side; start += side) {
    colours.forEach((fill, place) => {
      const from = start + place * width;
      pen.fillStyle = fill;
      pen.beginPath();
      pen.moveTo(from, 0);
      pen.lineTo(from + width, 0);
      pen.lineTo(from + width - side, side);
      pen.lineTo(from - side, side);
      pen.fill();
    });
  }
  return pen.createPattern(swatch, "repeat");
}

/** A fill for each set of scenarios ("A", "AB"…), for what is covered already, and for the rest. */
export function fillsOfScenarios(sets) {
  const fills = { deja: colour("prio-deja"), rien: null };
  for (const letters of sets) {
    const colours = [...letters].map((letter) => colour(`sc-${letter.toLowerCase()}`));
    fills[letters] = colours.length === 1 ? colours[0] : striped(colours);
  }
  return fills;
}
