// Territories as lines of text: see directory/record/lines.py.

const LINE = /^(commune|partie|epci|ept|departement|département|region|région|dessin)\s+(\S+)\s*(.*)$/i;

/** The parts of a line; a line that nothing is known of is kept as it is. */
export function read(line) {
  const [, word = "", code = "", label = ""] = LINE.exec(line) ?? [];
  if (word.toLowerCase() !== "dessin") {
    return { word: word.toLowerCase().replace("é", "e").replace("ept", "epci"), code, label, line };
  }
  const end = line.lastIndexOf("}") + 1;
  const start = line.indexOf("{");
  try {
    const said = JSON.parse(line.slice(start, end));
    const label = line.slice(end).trim();
    // What was decided of a shape stands in its properties.
    if (said.type === "Feature") return { word: "dessin", code: "", label, shape: said.geometry, decided: said.properties, line };
    return { word: "dessin", code: "", label, shape: said, line };
  } catch {
    return { word: "", line };
  }
}
