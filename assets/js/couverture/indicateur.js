// The indicator that the map shows: values asked for once, each put in its class.

const kept = new Map();

/** Values by territory of a level, from the API: [code, number or text]. */
function valuesOf(api, { code, champ }, level) {
  const address = `${api}${code}/?niveau=${level}&champs=code,${champ}`;
  if (!kept.has(address)) {
    const answer = fetch(address).then(async (response) => {
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      const { resultats } = await response.json();
      return resultats.map((row) => [row.code, row[champ]]);
    });
    answer.catch(() => kept.delete(address)); // another try is another request
    kept.set(address, answer);
  }
  return kept.get(address);
}

/** The tint of a value, 0 where no class holds it. */
function tintOf(value, champ, classes) {
  const held = classes.find((each) => (champ === "texte" ? each.textes.includes(value) : value !== null && value <= each.max));
  return held?.teinte ?? 0;
}

/**
 * The tint of each territory that has a value, by code.
 * @param {string} api address of the indicators @param {string} painted what the server says of the classes, or ""
 */
export async function tintsOf(api, painted, level) {
  if (!painted) return null;
  const asked = JSON.parse(painted);
  const values = await valuesOf(api, asked, level);
  return new Map(values.map(([code, value]) => [code, tintOf(value, asked.champ, asked.classes)]));
}
