// The weighted total of the grid, as it is typed; the server computes its own.

const output = document.querySelector("[data-total]");
const inputs = [...document.querySelectorAll("input[data-poids]")];
const figures = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

/** The score of a field, or null where it is empty or out of its bounds. */
function scoreOf(input) {
  const value = input.value.trim();
  return /^\d+$/.test(value) && Number(value) <= Number(input.dataset.sur) ? Number(value) : null;
}

function show() {
  let reached = 0;
  let weights = 0;
  for (const input of inputs) {
    const score = scoreOf(input);
    if (score === null) {
      output.textContent = output.dataset.incomplet;
      return;
    }
    reached += (Number(input.dataset.poids) * score) / Number(input.dataset.sur);
    weights += Number(input.dataset.poids);
  }
  output.textContent = `${figures.format((100 * reached) / weights)} ${output.dataset.sur}`;
}

if (output && inputs.length) for (const input of inputs) input.addEventListener("input", show);
