"use strict";
(() => {
  const button = document.getElementById("copy");
  const told = document.getElementById("copied");
  const address = location.href.split("#")[0];
  const byHand = () => {
    const field = document.createElement("textarea");
    field.value = address;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  button.addEventListener("click", async () => {
    let done = false;
    try {
      await navigator.clipboard.writeText(address);
      done = true;
    } catch {
      done = byHand();
    }
    told.textContent = done ? button.dataset.done : address;
    button.focus();
  });
  button.hidden = false;
})();
