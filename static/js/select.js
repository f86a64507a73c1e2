// Long choice fields become searchable; without this script they stay ordinary ones.
(function () {
  "use strict";

  function enhance(place) {
    place.querySelectorAll("select[data-search]").forEach((select) => {
      if (select.tomselect) return;
      new TomSelect(select, { maxOptions: 200, selectOnTab: true, copyClassesToDropdown: false });
    });
  }

  document.addEventListener("DOMContentLoaded", () => enhance(document));
  document.addEventListener("htmx:afterSwap", (event) => enhance(event.target));
})();
