// What makes pages nicer and nothing depends on: filters that answer at once, menus that close, weights that show their value.
(() => {
  "use strict";
  const live = Boolean(window.htmx);
  document.documentElement.classList.toggle("live", live);

  const closeAll = (except) => {
    for (const open of document.querySelectorAll("details.menu[open], details.drop[open]")) {
      if (open !== except && !open.contains(except)) open.open = false;
    }
  };
  document.addEventListener("click", (event) => closeAll(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open], details.drop[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // a link to a chapter that is folded unfolds it
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const chapter = link && document.getElementById(link.hash.slice(1));
    if (chapter instanceof HTMLDetailsElement) chapter.open = true;
  });

  // a filter form sends itself when a choice changes; without htmx the button stays
  if (!live) {
    document.addEventListener("change", (event) => {
      const form = event.target.closest("form[data-instant]");
      if (form && event.target.matches("select, [type=radio]")) form.requestSubmit();
    });
  }
  document.addEventListener("input", (event) => {
    const { target } = event;
    if (target.matches("input[type=range]") && target.dataset.output) {
      const output = document.getElementById(target.dataset.output);
      if (output) output.textContent = target.value;
    }
  });

  // on the agenda, Alt with an arrow moves the item in which the keyboard is
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const item = event.target.closest("[data-item]");
    const button = item && item.querySelector(`[data-move=${event.key === "ArrowUp" ? "up" : "down"}]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  // and the keyboard stays with it
  const arrived = location.hash && document.getElementById(location.hash.slice(1));
  if (arrived && arrived.matches("[data-item]")) arrived.focus({ preventScroll: true });
})();
