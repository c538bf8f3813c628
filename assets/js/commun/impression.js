// What a printed page says of itself: the day, and the address as it is then.

const line = document.querySelector("[data-impression]");

window.addEventListener("beforeprint", () => {
  if (!line) return; // a map to embed has no footer
  const day = new Date();
  const words = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long", year: "numeric" });
  line.querySelector("[data-jour]").textContent = words.format(day).replace(/^1 /, "1er ");
  line.querySelector("[data-adresse]").textContent = window.location.href;
});
