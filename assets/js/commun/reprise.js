// The page that holds what was typed: says when one is signed in again, and sends with a fresh token.

import { sayBack, signedIn, whenBack } from "./session.js";

const form = document.querySelector("[data-reprise]");

if (form) {
  const status = form.querySelector("[data-reprise-etat]");
  const look = async () => {
    const back = await signedIn();
    if (back) status.textContent = form.dataset.pret;
    return back;
  };
  whenBack(look);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await look()) HTMLFormElement.prototype.submit.call(form); // whatever a field is named
    else status.textContent = form.dataset.absent;
  });
} else {
  sayBack();
}
