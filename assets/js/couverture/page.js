// The page of coverage: one state for form, address, map, sentence and tables.

import { CoverageMaps } from "./carte.js";
import { tintsOf } from "./indicateur.js";
import { isRadius, queryOf, questionOf } from "./question.js";
import { Said } from "./phrase.js";

const form = document.getElementById("couv-reglages");
const element = document.getElementById("couv-carte");
const said = new Said(document.getElementById("couv-dit"), element.dataset.dire);
const maps = new CoverageMaps(element, (code, now) => said.say(code, maps.question.level, now));
const radius = document.getElementById("couv-rayon");
const asked = () => document.getElementById("couv-question").dataset;
let turn = 0;
let waiting;

/** What the server says of the areas of a level; communes are worked out here. */
async function sharesOf(query, level) {
  if (level === "commune") return new Map();
  const answer = await fetch(`${element.dataset.api}?${query}`);
  if (!answer.ok) throw new Error(String(answer.status));
  const { resultats } = await answer.json();
  return new Map(resultats.map(({ code, part_couverte: share }) => [code, share]));
}

/** The query as the API takes it: the level is always said. */
function queryOfApi(query, level) {
  const whole = new URLSearchParams(query);
  for (const own of ["indicateur", "decoupe", "tri", "ordre", "page"]) whole.delete(own);
  whole.set("niveau", level);
  return whole;
}

/** The question of the sentences: that of the API, and the indicator. */
function questionSaid(query, indicator) {
  const whole = new URLSearchParams(query);
  if (indicator) whole.set("indicateur", indicator);
  return whole;
}

/** Whether a question about communes changes what the tiles already tell. */
function isRepainted(question, past) {
  const told = ({ statuses, radius, covering }) => [...statuses, radius, ...covering].join();
  return past?.level === "commune" && told(question) !== told(past);
}

const isolatedBy = ({ departements }) => (departements ? new Set(departements.split(",")) : null);

/** Repaint at once what this page can work out, then read the rest from the server. */
async function follow(address, { pushed = true, focus = "" } = {}) {
  const mine = ++turn;
  const query = new URL(address, window.location.href).searchParams;
  const question = questionOf(query);
  if (pushed) history.pushState(null, "", address);
  current = opened();
  const api = queryOfApi(query, question.level);
  said.question = questionSaid(api, query.get("indicateur"));
  if (question.level === "commune" && isRepainted(question, maps.question)) paint(question);
  document.getElementById("contenu").setAttribute("aria-busy", "true");
  try {
    const [page, shares] = await Promise.all([pageAt(address), sharesOf(api, question.level)]);
    if (mine !== turn) return;
    renew(page, focus);
    const [tints] = await Promise.all([tintsNow(question.level), maps.frame(asked().contour)]);
    if (mine !== turn) return;
    await paint(question, { shares, isolated: isolatedBy(asked()), tints });
  } catch {
    if (mine === turn) window.location.assign(address); // the server says what is wrong, in a page
  } finally {
    if (mine === turn) document.getElementById("contenu").removeAttribute("aria-busy");
  }
}

const tintsNow = (level) => tintsOf(element.dataset.indicateurs, asked().peint, level);

async function paint(question, more) {
  await maps.show(question, more);
  element.dataset.peinture = String(Number(element.dataset.peinture ?? 0) + 1);
}

async function pageAt(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Put the new parts of the page in the place of the old ones; the focus stays on the heading that sorts. */
function renew(page, focus) {
  for (const part of document.querySelectorAll("[data-maj]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceWith(document.adoptNode(fresh));
  }
  document.querySelector(focus || "[data-none]")?.focus({ preventScroll: true });
}

const addressOf = (query) => `${window.location.pathname}${String(query) ? `?${query}` : ""}${window.location.hash}`.replaceAll("%2C", ",");

form.addEventListener("input", (event) => {
  if (event.target === radius && !isRadius(radius)) return;
  if (event.target.name === "region") form.elements.departement.value = "";
  if (event.target.name === "departement") form.elements.region.value = "";
  if (event.target === radius && maps.question?.level === "commune") paint({ ...maps.question, radius: Number(radius.value) });
  clearTimeout(waiting);
  waiting = setTimeout(() => follow(addressOf(queryOf(form))), event.target === radius ? 400 : 0);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  if (form.reportValidity()) follow(addressOf(queryOf(form)));
});
document.getElementById("contenu").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-tri], a[data-page]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  follow(link.href, { focus: link.dataset.tri ? `a[data-tri="${link.dataset.tri}"]` : "#titre-tableau" });
});
const opened = () => new URLSearchParams(window.location.search).toString();
let current = opened();
window.addEventListener("popstate", () => {
  if (opened() !== current) window.location.reload();
});

const first = new URLSearchParams(window.location.search);
const opening = { ...questionOf(first), level: asked().niveau };
const api = new URLSearchParams(asked().api);
said.question = questionSaid(api, asked().indicateur);
const [shares, tints] = await Promise.all([sharesOf(api, opening.level), tintsNow(opening.level), maps.frame(asked().contour, { first: true })]);
await paint(opening, { shares, isolated: isolatedBy(asked()), tints });
document.documentElement.dataset.pret = "oui";
