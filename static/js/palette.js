// The command palette: Ctrl or Cmd K over this page's navigation and what the search address answers.
(function () {
  "use strict";
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const results = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  let asked = 0;
  let timer = 0;

  function pages(text) {
    const wanted = text.toLocaleLowerCase();
    const items = Array.from(document.querySelectorAll("a[data-nav]"))
      .map((link) => ({
        title: link.dataset.nav, url: link.href, icon: link.dataset.icon, subtitle: "",
      }))
      .filter((item) => item.title.toLocaleLowerCase().includes(wanted))
      .slice(0, text ? 5 : 12);
    return items.length ? [{ label: dialog.dataset.pages, items }] : [];
  }

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${dialog.dataset.sprite}#${name || "arrow-right"}`);
    svg.append(use);
    return svg;
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text || "";
    return made;
  }

  function option(item, index) {
    const link = element("a", "palette-item", "");
    link.href = item.url;
    link.id = `palette-item-${index}`;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", String(index === 0));
    link.tabIndex = -1;
    link.append(icon(item.icon), element("span", "", item.title), element("small", "", item.subtitle));
    return link;
  }

  function show(groups) {
    let index = 0;
    results.replaceChildren(...groups.map((group, number) => {
      const box = element("div", "", "");
      box.setAttribute("role", "group");
      const label = element("div", "palette-group", group.label);
      label.id = `palette-group-${number}`;
      box.setAttribute("aria-labelledby", label.id);
      box.append(label, ...group.items.map((item) => option(item, index++)));
      return box;
    }));
    status.textContent = index ? "" : dialog.dataset.nothing;
    mark();
  }

  function options() {
    return Array.from(results.querySelectorAll("[role=option]"));
  }

  function mark() {
    const chosen = results.querySelector("[aria-selected=true]");
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    const now = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
    const next = (now + step + all.length) % all.length;
    all.forEach((each, index) => each.setAttribute("aria-selected", String(index === next)));
    mark();
  }

  async function ask(text) {
    const ticket = ++asked;
    show(pages(text));
    if (!dialog.dataset.url || !text) return;
    const answer = await fetch(`${dialog.dataset.url}?q=${encodeURIComponent(text)}`,
      { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    // A session that has ended leads to the sign-in page, which answers something else: pages stay.
    if (!answer || !answer.ok || answer.redirected || ticket !== asked) return;
    const found = (await answer.json()).groups.filter((group) => group.items.length);
    if (ticket === asked) show([...found, ...pages(text)]);
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.value = "";
    ask("");
    input.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    open();
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-palette]")) open(); });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(input.value.trim()), 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    else if (event.key === "Enter") {
      event.preventDefault();
      results.querySelector("[aria-selected=true]")?.click();
    }
  });
})();
