/* The agenda's builder: items are dragged by their handle, moved by Alt and an arrow key, and by their buttons without
   leaving the page. Without this file the same buttons work as a form. Words come from the server. */
(() => {
  "use strict";
  const root = document.querySelector("[data-agenda]");
  if (!root) return;
  const one = (selector, from = root) => from.querySelector(selector);
  const all = (selector, from = root) => [...from.querySelectorAll(selector)];
  const STEP = 28, DEEPEST = 2; // pixels of one depth; how far an item may stand in
  const ARROWS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };
  const depthOf = (line) => Number(line.dataset.depth);
  const isSection = (line) => "section" in line.dataset;
  const rows = () => all("li[data-item]");

  // --- Asking the server: its answer replaces the agenda; when there is none, everything stays as it was ---
  const announce = (text) => { const place = document.querySelector("[data-announce]"); if (place) place.textContent = text; };
  const dress = () => {
    all("[data-needs-script]").forEach((element) => { element.hidden = false; });
    rows().forEach((line) => {
      line.tabIndex = 0;
      line.setAttribute("aria-keyshortcuts", "Alt+ArrowUp Alt+ArrowDown Alt+ArrowLeft Alt+ArrowRight");
    });
  };
  let busy = false;
  const ask = async (url, fields, undo, focus) => {
    if (busy) return;
    busy = true;
    root.setAttribute("aria-busy", "true");
    try {
      const token = one("[name=csrfmiddlewaretoken]", document).value;
      const answer = await fetch(url, { method: "POST", body: fields, headers: { "X-CSRFToken": token, "HX-Request": "true" } });
      if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      root.replaceChildren(...page.body.childNodes);
      dress();
      announce(one("[data-said]")?.dataset.said || "");
      if (focus) one(focus)?.focus();
    } catch {
      if (undo) undo();
      document.dispatchEvent(new CustomEvent("htmx:sendError")); // portal.js says that nothing was lost
    } finally {
      busy = false;
      root.removeAttribute("aria-busy");
    }
  };

  // --- Buttons and keys ---
  const moveBy = (line, to, focus) => {
    const button = one(`button[name="to"][value="${to}"]`, line);
    if (!button || button.disabled) return;
    const fields = new FormData();
    fields.set("to", to);
    ask(button.getAttribute("formaction"), fields, null, focus);
  };
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.matches('button[name="to"]') || !root.contains(button)) return;
    event.preventDefault();
    const line = button.closest("li"), id = `#${line.id}`;
    moveBy(line, button.value, `${id} button[value="${button.value}"]:not(:disabled), ${id}`);
  }, true);
  root.addEventListener("keydown", (event) => {
    const to = event.altKey && !event.ctrlKey && !event.metaKey && ARROWS[event.key];
    const line = event.target.closest("li[data-item]");
    if (!to || !line || event.target.matches("input, select")) return;
    event.preventDefault(); // Alt and an arrow would leave the page
    moveBy(line, to, `#${line.id}`);
  });

  // --- Dragging ---
  const blockOf = (line) => {
    const lines = rows(), start = lines.indexOf(line), block = [line];
    for (const next of lines.slice(start + 1)) {
      if (depthOf(next) <= depthOf(line)) break;
      block.push(next);
    }
    return block;
  };
  const settle = () => {
    let before = 0;
    rows().forEach((line) => {
      before = isSection(line) ? 0 : Math.min(Math.max(depthOf(line), 1), before + 1, DEEPEST);
      line.dataset.depth = before;
    });
  };
  let drag = null;
  const snapshot = () => {
    const list = one("[data-lines]"), children = [...list.children], depths = rows().map((line) => [line, line.dataset.depth]);
    return () => {
      list.replaceChildren(...children);
      depths.forEach(([line, depth]) => { line.dataset.depth = depth; });
    };
  };
  const order = () => rows().map((line) => `${line.dataset.item}:${line.dataset.depth}`).join(",");
  root.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || busy || event.button !== 0) return;
    event.preventDefault();
    const line = handle.closest("li"), block = blockOf(line);
    drag = { line, block, undo: snapshot(), before: order(), x: event.clientX, depths: block.map(depthOf), pointer: event.pointerId };
    root.setPointerCapture(event.pointerId);
    block.forEach((part) => part.classList.add("dragged"));
  });
  root.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const others = all("[data-lines] > li[data-item], [data-lines] > li[data-part]").filter((line) => !drag.block.includes(line));
    const next = others.find((line) => { const box = line.getBoundingClientRect(); return event.clientY < box.top + box.height / 2; });
    if (next) next.before(...drag.block); else others.at(-1)?.after(...drag.block);
    if (!isSection(drag.line)) {
      const shift = Math.round((event.clientX - drag.x) / STEP);
      const first = Math.min(Math.max(drag.depths[0] + shift, 1), DEEPEST) - drag.depths[0];
      drag.block.forEach((part, at) => { part.dataset.depth = drag.depths[at] + first; });
    }
    settle();
  });
  const partOf = (line) => {
    for (let before = line.previousElementSibling; before; before = before.previousElementSibling) {
      if ("part" in before.dataset) return before.dataset.part;
    }
    return null;
  };
  const letGo = () => {
    drag.block.forEach((part) => part.classList.remove("dragged"));
    const done = drag;
    drag = null;
    return done;
  };
  root.addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { line, undo, before } = letGo();
    if (order() === before) { undo(); return; }
    const form = one("[data-order]"), fields = new FormData(), part = partOf(line);
    fields.set("order", order());
    fields.set("token", form.dataset.token);
    if (part !== null && !isSection(line)) { fields.set("item", line.dataset.item); fields.set("meeting", part); }
    ask(form.action, fields, undo, `#${line.id}`);
  });
  const give = () => { if (drag) letGo().undo(); };
  root.addEventListener("pointercancel", give);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") give(); });

  dress();
  if (location.hash === "#agenda-end") one("#add-title", document)?.focus();
})();
