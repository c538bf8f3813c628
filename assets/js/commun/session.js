// Is one signed in? Asked of the server; another tab where one has just signed in says so.

const ADDRESS = "/compte/session/";
const canal = "BroadcastChannel" in window ? new BroadcastChannel("atlas-session") : null;

/** Puts the token of today's session in every form of the page; false while nobody is signed in. */
export async function signedIn() {
  try {
    const answer = await fetch(ADDRESS, { headers: { Accept: "application/json" } });
    const { connecte, jeton } = await answer.json();
    if (!connecte) return false;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = jeton;
    return true;
  } catch {
    return false;
  }
}

/** Calls back whenever one may have signed in: another tab says so, or the page is looked at again. */
export function whenBack(call) {
  canal?.addEventListener("message", call);
  window.addEventListener("focus", call);
  document.addEventListener("visibilitychange", () => document.hidden || call());
}

/** Says to the other tabs that one has signed in. */
export function sayBack() {
  canal?.postMessage("connecte");
}
