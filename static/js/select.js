// Long choice fields become searchable; without this script they stay ordinary ones.
(function () {
  "use strict";

  function enhance(place) {
    place.querySelectorAll("select[data-search]").forEach((select) => {
      if (select.tomselect) return;
      new TomSelect(select, { maxOptions: 200, selectOnTab: true, copyClassesToDropdown: false });
      select.setAttribute("aria-hidden", "true"); // the new field has taken its label over
    });
  }

  document.addEventListener("DOMContentLoaded", () => enhance(document));
  document.addEventListener("htmx:afterSwap", (event) => enhance(event.target));
})();
