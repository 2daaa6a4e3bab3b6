"use strict";
(() => {
  const form = document.getElementById("filters");
  const table = document.getElementById("issues");
  const count = document.getElementById("count");
  const empty = document.getElementById("empty");
  const body = table.tBodies[0];
  const texts = globalThis.ledgerTexts ?? {};
  const kept = (names) => new Set((names ?? "").split(" ").filter(Boolean));
  const units = [...form.elements.unit.options].map((option) => option.value);
  const roles = ["lead", "support", "acceptance", "unit"];
  const named = (row) => {
    const found = Object.fromEntries(roles.map((role) => [role, new Set([...kept(row.dataset[role])].map((n) => units[n]))]));
    for (const role of roles) for (const unit of found[role]) found.unit.add(unit);
    return found;
  };
  const heads = [...table.tHead.rows[0].cells];
  const id = (row) => row.querySelector("a").getAttribute("href").replace(/^issues\/|\.html$/gu, "");
  const place = (name, row) => [...form.elements[name].options].findIndex((option) => option.value === row.dataset[name]);
  const order = { number: (row, n) => n, due: (row, n, cell) => cell.querySelector("time")?.textContent ?? "9999-99-99" };
  for (const name of ["standing", "status"]) order[name] = (row) => place(name, row);
  const rows = [...body.rows].map((row, n) => ({
    row,
    text: `${row.textContent}\n${texts[id(row)] ?? ""}`.toLowerCase(),
    units: named(row),
    keys: [...row.cells].map((cell, at) => String(order[heads[at].dataset.key]?.(row, n, cell) ?? cell.textContent.trim())),
  }));
  const fields = ["text", "unit", "role", "section", "status", "standing", "year", "sort"];
  const first = form.elements.sort.options[0].value;
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;

  const show = () => {
    const value = Object.fromEntries(fields.map((name) => [name, form.elements[name].value]));
    const words = value.text.toLowerCase().split(/\s+/u).filter(Boolean);
    const holds = kept(form.elements.status.selectedOptions[0]?.dataset.holds);
    let shown = 0;
    for (const item of rows) {
      const fits =
        words.every((word) => item.text.includes(word)) &&
        (!value.unit || item.units[value.role || "unit"].has(value.unit)) &&
        (!value.role || value.unit || item.units[value.role].size > 0) &&
        (!value.status || holds.has(item.row.dataset.status)) &&
        ["section", "standing", "year"].every((name) => !value[name] || item.row.dataset[name] === value[name]);
      item.row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    empty.hidden = shown > 0;
    table.hidden = shown === 0;
    count.textContent = count.dataset.text.replace("{shown}", shown).replace("{total}", rows.length);
  };

  const sort = () => {
    const wanted = form.elements.sort.value;
    const down = wanted.startsWith("-");
    const column = heads.findIndex((head) => head.dataset.key === wanted.replace("-", ""));
    const sorted = [...rows].sort((a, b) => (down ? -1 : 1) * compare(a.keys[column], b.keys[column]));
    body.append(...sorted.map((item) => item.row));
    heads.forEach((head, n) => {
      if (n === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  };

  const keep = () => {
    const address = new URLSearchParams();
    for (const name of fields) {
      const value = form.elements[name].value;
      if (value && !(name === "sort" && value === first)) address.set(name, value);
    }
    history.replaceState(null, "", address.size ? `#${address}` : "#");
  };

  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const name of fields) {
      const field = form.elements[name];
      const value = given.get(name) ?? (name === "sort" ? first : "");
      field.value = value;
      if (field.tagName === "SELECT" && field.value !== value) field.value = name === "sort" ? first : "";
    }
    sort();
    show();
  };

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    head.dataset.print = head.textContent; // a button is not painted in a head that is printed again
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const key = head.dataset.key;
      form.elements.sort.value = form.elements.sort.value === key ? `-${key}` : key;
      sort();
      keep();
    });
    head.append(button);
  }
  form.addEventListener("input", () => {
    sort();
    show();
    keep();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const name of fields) form.elements[name].value = name === "sort" ? first : "";
    sort();
    show();
    keep();
  });
  window.addEventListener("hashchange", read);
  const box = document.getElementById("filter");
  box.open = !matchMedia("(max-width: 46rem)").matches; // the list is what a telephone shows first
  box.hidden = false;
  read();
})();
