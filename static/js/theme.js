// Runs in <head> before the first paint: theme of the reader's choice, and the company's color.
(function () {
  "use strict";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  function choice() {
    try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; }
  }

  function paint() {
    const chosen = choice();
    const theme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
    root.setAttribute("data-bs-theme", theme);
    const color = root.dataset[theme === "dark" ? "brandDark" : "brand"];
    if (color) {
      root.style.setProperty("--accent", root.dataset.brand);
      root.style.setProperty("--accent-hover", root.dataset.brandHover);
      root.style.setProperty("--accent-text", color);
      root.style.setProperty("--accent-soft", `color-mix(in srgb, ${color} 14%, transparent)`);
    }
    document.querySelectorAll("[data-theme-choice]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
      button.classList.toggle("active", button.dataset.themeChoice === chosen);
    });
    window.dispatchEvent(new Event("themechange"));
  }

  dark.addEventListener("change", paint);
  document.addEventListener("DOMContentLoaded", paint);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    try {
      localStorage.setItem("theme", button.dataset.themeChoice);
    } catch {
      return; // a browser that keeps nothing stays with its own setting
    }
    paint();
  });
  paint();
})();
