// Keys of a list: j and k move, Enter opens, e opens the export menu, / goes to the search field.
(function () {
  "use strict";

  function rows() {
    return Array.from(document.querySelectorAll("[data-list] tbody tr"));
  }

  function move(step) {
    const all = rows();
    const now = all.findIndex((row) => row.classList.contains("is-current"));
    const next = all[Math.max(0, Math.min(all.length - 1, now + step))];
    if (!next) return;
    all.forEach((row) => row.classList.toggle("is-current", row === next));
    const link = next.querySelector("a");
    if (link) link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  const acts = {
    j: () => move(1),
    k: () => move(-1),
    e: () => document.querySelector("[data-list-export]")?.click(),
    "/": () => document.querySelector("[data-list-search]")?.focus(),
    Enter: () => document.querySelector("[data-list] tr.is-current a")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, button, a:not([data-list] a), dialog")) return;
    if (!document.querySelector("[data-list]") || !acts[event.key]) return;
    if (event.key === "Enter" && event.target.closest("a")) return;
    event.preventDefault();
    acts[event.key]();
  });

  // A click anywhere in a row opens it, except on what answers clicks itself or while selecting text.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-list] tr[data-url]");
    if (!row || event.target.closest("a, button, input, label") || String(getSelection())) return;
    row.querySelector("a")?.click();
  });
})();
