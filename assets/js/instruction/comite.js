// After a button has sent the committee's form, the focus goes back to where one was.

const form = document.querySelector("[data-comite]");
const name = form?.dataset.focus;

function goOn() {
  const target = form.querySelector(`button[value="${CSS.escape(name)}"]`) ?? document.getElementById(name);
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}

// Once the browser has gone to the fragment of the address, which takes the focus away.
if (name) {
  if (document.readyState === "complete") goOn();
  else window.addEventListener("load", () => setTimeout(goOn));
}
