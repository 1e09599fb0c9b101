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

  // Word and Excel also put the table on the clipboard as HTML, in which a cell keeps its paragraphs. It is only parsed,
  // never shown: its text comes back as tabs and quotes, the way a spreadsheet copies.
  const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const words = (node) => {
    const parts = [...node.querySelectorAll("p, li")].filter((part) => !part.querySelector("p, li"));
    node.querySelectorAll("br").forEach((stop) => stop.replaceWith("\n"));
    const plain = (text) => text.replace(/[^\S\n]*\n[^\S\n]*/g, "\n").replace(/[^\S\n]+/g, " ").trim();
    const soft = (part) => plain(part.textContent.split("\n").map((line) => line.trim()).join(part.querySelector("br") ? "\n" : " "));
    return parts.length ? parts.map(soft).filter(Boolean).join("\n") : soft(node);
  };
  // The page's policy forbids styles of others, in a parsed text too.
  const bare = (html) => html.replace(/<(style|script)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->|<(?:link|img|meta)\b[^>]*>/gi, "")
    .replace(/\s(?:style|on\w+)\s*=\s*(?:'[^']*'|"[^"]*")/gi, "");
  const tableOf = (html) => {
    const tables = [...new DOMParser().parseFromString(bare(html), "text/html").querySelectorAll("table")];
    const table = tables.sort((a, b) => b.rows.length - a.rows.length)[0];
    if (!table || !table.rows.length) return "";
    const covered = [];
    return [...table.rows].map((row, at) => {
      const taken = covered[at] || [], line = [];
      [...row.cells].forEach((box) => {
        while (taken[line.length]) line.push("");
        const from = line.length, span = Math.min(box.colSpan, 40);
        line.push(quoted(words(box)), ...Array(span - 1).fill(""));
        for (let below = 1; below < box.rowSpan; below += 1) {
          const next = covered[at + below] ||= [];
          for (let column = 0; column < span; column += 1) next[from + column] = true;
        }
      });
      while (taken[line.length]) line.push("");
      return line.join("\t");
    }).join("\n");
  };
  const pasted = (event) => {
    const text = event.clipboardData?.getData("text/plain") || "", html = event.clipboardData?.getData("text/html") || "";
    const table = html.includes("<t") ? tableOf(html) : "";
    return table.includes("\t") ? table : isTable(text) ? text : "";
  };
  const announce = (words) => { document.querySelector("[data-announce]").textContent = words; };
  form.addEventListener("paste", (event) => {
    const table = pasted(event), box = one("#paste");
    if (!table || (!cell(event.target) && event.target !== box)) return;
    event.preventDefault();
    box.value = table;
    if (table.split("\n").length > 12 * Number(form.dataset.most)) { // far too long even to send
      box.setCustomValidity(form.dataset.tooMany);
      box.reportValidity();
      announce(form.dataset.tooMany);
      return;
    }
    box.setCustomValidity("");
    one("[data-read]").click();
  });
  form.addEventListener("input", (event) => { if (event.target.id === "paste") event.target.setCustomValidity(""); });

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
    } else if (event.key.toLowerCase() === "d" && (event.ctrlKey || event.metaKey) && cell(event.target)) {
      event.preventDefault(); // as in a spreadsheet: what stands above, here too
      const lines = all("[data-line]"), at = lines.indexOf(event.target.closest("[data-line]"));
      const above = at > 0 && one(`[name="${event.target.name}"]`, lines[at - 1]);
      if (above) { put(event.target, above.value); step(event.target, 1); }
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.matches("textarea, input")) {
      if (cell(event.target) && step(event.target, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    }
  });

  const put = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // Filling a column needs no server; htmx must not take the click.
  form.addEventListener("click", (event) => {
    const name = event.target.closest("[data-fill]")?.dataset.fill;
    if (!name) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    let above = "";
    all("[data-line]").forEach((line) => {
      const field = one(`[name="${name}"]`, line);
      const filled = all("textarea, input:not([type]), select", line).some((one) => one.value.trim());
      if (field.value.trim()) above = field.value;
      else if (filled && above) put(field, above);
    });
  }, true);

  // After the server has read a table: say what came of it, and go where something wants correcting.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "opinion-grid") return;
    const said = one("[data-line-count]");
    announce(said ? said.textContent.trim() : "");
    const goal = one(".summary") || one('[aria-invalid="true"]') || all('[name="content"]').find((field) => !field.value);
    goal?.focus();
    form.dispatchEvent(new Event("input")); // what was read belongs to the draft too
  });
})();
