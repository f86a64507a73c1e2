// What every page does: keys, double-submit guard, toasts for failed requests, error summary, dialogs.
(function () {
  "use strict";

  function typing(target) {
    return target.closest("input, textarea, select, [contenteditable]")
      || document.querySelector("dialog[open]");
  }

  function toast(text) {
    const place = document.getElementById("toasts");
    if (!place) return;
    const notice = document.createElement("div");
    notice.className = "notice notice-error shadow";
    notice.setAttribute("role", "alert");
    notice.textContent = text;
    place.replaceChildren(notice);
    setTimeout(() => notice.remove(), 8000);
  }

  function say(name) {
    return document.getElementById("toasts")?.dataset[name] || "";
  }

  let goingSince = 0;
  function goTo(event) {
    if (Date.now() - goingSince > 1500) {
      goingSince = event.key === "g" ? Date.now() : 0;
      return;
    }
    goingSince = 0;
    const link = document.querySelector(`a[data-go-key="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "?") document.getElementById("keys")?.showModal();
    else goTo(event);
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (event.target.matches("dialog")) event.target.close();
    if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
    event.target.closest("[data-dismiss]")?.closest(".notice").remove();
    const copies = event.target.closest("[data-copies]");
    const copied = copies && document.getElementById(copies.dataset.copies);
    if (copied) navigator.clipboard?.writeText(copied.textContent.trim());
  });

  // A form is sent once, and asks first where the act cannot be undone.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (form.dataset.sent || (question && !window.confirm(question))) { event.preventDefault(); return; }
    if (form.method === "post" && !form.hasAttribute("hx-post")) form.dataset.sent = "1";
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("error-summary")?.focus();
  });

  document.addEventListener("htmx:responseError", (event) => {
    toast(event.detail.xhr.status === 403 ? say("forbidden") : say("failed"));
  });
  document.addEventListener("htmx:sendError", () => toast(say("offline")));
})();
