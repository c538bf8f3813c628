// A square pattern for the canvas of a map: its ground, then what the pen adds.

export const SIDE = 8; // pixels; a tile of the map holds a whole number of patterns

export function tiled(ground, draw) {
  const swatch = document.createElement("canvas");
  swatch.width = swatch.height = SIDE;
  const pen = swatch.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, SIDE, SIDE);
  draw(pen);
  return pen.createPattern(swatch, "repeat");
}
