// The faults of a form take the focus as the page opens, so that they are read first.
document.querySelector("[data-erreurs]")?.focus();
