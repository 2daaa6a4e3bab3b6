"use strict";
(() => {
  // where cells are blocks, on narrow screens, some browsers no longer tell that they are cells
  const roles = {
    table: ".cards",
    rowgroup: ".cards > thead, .cards > tbody",
    row: ".cards tr",
    columnheader: ".cards > thead th",
    rowheader: ".cards > tbody th",
    cell: ".cards td",
  };
  for (const [role, selector] of Object.entries(roles)) {
    for (const element of document.querySelectorAll(selector)) element.setAttribute("role", role);
  }

  const place = document.querySelector(".state");
  if (!place) return;
  const [name, done] = {/* words */}[document.documentElement.lang];
  const button = document.createElement("button");
  const told = document.createElement("span");
  button.type = "button";
  button.id = "copy";
  button.textContent = name;
  told.setAttribute("role", "status");
  place.append(" ", button, " ", told);
  const address = location.href.split("#")[0];
  const byHand = () => {
    const field = document.createElement("textarea");
    field.value = address;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  };
  button.addEventListener("click", async () => {
    let copied = false;
    try {
      await navigator.clipboard.writeText(address);
      copied = true;
    } catch {
      copied = byHand();
    }
    told.textContent = copied ? done : address;
    button.focus();
  });
})();
