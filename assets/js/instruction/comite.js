// After a button has sent the committee's form, the focus goes back to where one was.

const form = document.querySelector("[data-comite]");
const name = form?.dataset.focus;

if (name) {
  const target = form.querySelector(`button[value="${CSS.escape(name)}"]`) ?? document.getElementById(name);
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}
