/* The entry grid of opinions: a table pasted into a cell is read, Enter goes down, new lines come by themselves.
   Without this file the same page works through its buttons. */
(() => {
  "use strict";
  const form = document.querySelector("[data-grid]");
  if (!form) return;
  const one = (selector, root = form) => root.querySelector(selector);
  const all = (selector, root = form) => [...root.querySelectorAll(selector)];
  const cell = (target) => target.closest("[data-line]") && target.matches("textarea, input:not([type]), select");

  // A table has tabs; a list has several lines that begin with a number or a dash.
  const isTable = (text) => text.includes("\t") || (text.match(/^\s*(?:\d{1,4}[.)\/]|[-–•])\s+\S/gm) || []).length > 1;
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!cell(event.target) || !isTable(text)) return;
    event.preventDefault();
    one("#paste").value = text;
    one("[data-read]").click();
  });

  const addLine = () => {
    const line = document.importNode(one("[data-blank-line]").content, true);
    const number = all("[data-line]").length + 1;
    one("td.n", line).prepend(`${number}`);
    all("[id]", line).forEach((field) => { field.id = field.id.replace(/-0$/, `-${number}`); });
    one("[data-lines]").append(line);
  };
  form.addEventListener("focusin", (event) => {
    const lines = all("[data-line]");
    if (cell(event.target) && event.target.closest("[data-line]") === lines[lines.length - 1]) addLine();
  });

  const step = (field, by) => {
    const lines = all("[data-line]"), at = lines.indexOf(field.closest("[data-line]")) + by;
    const next = lines[at] && one(`[name="${field.name}"]`, lines[at]);
    if (next) next.focus();
    return Boolean(next);
  };
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      one("[data-save]").click();
    } else if (event.key === "Enter" && event.target.matches('input:not([type="checkbox"])')) {
      event.preventDefault();
      if (cell(event.target)) step(event.target, event.shiftKey ? -1 : 1);
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.matches("textarea, input")) {
      if (cell(event.target) && step(event.target, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    }
  });

  // After the server has read a table: say what came of it, and go where something wants correcting.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "opinion-grid") return;
    const said = one("[data-line-count]");
    document.querySelector("[data-announce]").textContent = said ? said.textContent.trim() : "";
    const goal = one(".summary") || one('[aria-invalid="true"]') || all('[name="content"]').find((field) => !field.value);
    goal?.focus();
    form.dispatchEvent(new Event("input")); // what was read belongs to the draft too
  });
})();
