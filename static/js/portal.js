/* Progressive enhancement only: every page works without this file. Words for people come from data attributes. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const typing = (target) => target.matches("input, select, textarea, [contenteditable]");

  // Toasts: a close button each; what arrives later is announced by the list's aria-live.
  const dress = (toast) => {
    if (one("button", toast)) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn quiet only-icon";
    button.textContent = "×";
    button.setAttribute("aria-label", document.body.dataset.close);
    button.addEventListener("click", () => toast.remove());
    toast.append(button);
  };
  const toast = (text, level) => {
    const list = one("#toasts");
    if (!list || !text) return;
    const item = document.createElement("li"), words = document.createElement("p");
    item.className = `toast ${level}`;
    words.textContent = text;
    item.append(words);
    list.append(item);
    dress(item);
  };

  // Menus and the drawer: Escape and a click elsewhere close them.
  const dismiss = (keep) => all("details[data-dismiss][open]").forEach((menu) => {
    if (!menu.contains(keep)) menu.open = false;
  });
  document.addEventListener("click", (event) => dismiss(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = one("details[data-dismiss][open]");
      if (open) { open.open = false; one("summary", open).focus(); }
    } else if (event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = one("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });

  // Dates typed on a number pad: 30092026 becomes 30/09/2026, 0830 becomes 08:30.
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-date]")) field.value = field.value.trim().replace(/^(\d{2})(\d{2})(\d{4})$/, "$1/$2/$3");
    if (field.matches("[data-time]")) field.value = field.value.trim().replace(/^(\d{2})(\d{2})$/, "$1:$2");
  });

  // Ticked rows: the bar shows once there is something to do.
  const picked = () => {
    const bar = one("[data-bulk]");
    if (!bar) return;
    const boxes = all('input[name="pk"][form="bulk"]'), ticked = boxes.filter((box) => box.checked);
    boxes.forEach((box) => box.closest("tr").classList.toggle("chosen", box.checked));
    one("[data-picked]", bar).textContent = ticked.length;
    bar.classList.toggle("idle", !ticked.length);
    const every = one("[data-pick-all]");
    if (every) {
      every.hidden = false;
      every.checked = ticked.length > 0 && ticked.length === boxes.length;
      every.indeterminate = ticked.length > 0 && !every.checked;
    }
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) {
      all('input[name="pk"][form="bulk"]').forEach((box) => { box.checked = event.target.checked; });
    }
    if (event.target.matches('[data-pick-all], input[name="pk"]')) picked();
  });

  // Drafts: what is typed goes to the server three seconds after the last change.
  const values = (form) => {
    const found = {};
    new FormData(form).forEach((value, name) => {
      if (name === "csrfmiddlewaretoken" || value instanceof File) return;
      found[name] = name in found ? [].concat(found[name], value) : value;
    });
    return found;
  };
  const sendDraft = (form) => fetch(form.dataset.draft, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body: JSON.stringify(values(form)),
  });
  // Who signs in again in another window gets a new token there; this window's forms need it too.
  const renewToken = async () => {
    const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const token = one("[name=csrfmiddlewaretoken]", fresh)?.value;
    if (token) all("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
  };
  const keepDraft = async (form) => {
    const place = one("[data-saved-at]", form);
    try {
      let answer = await sendDraft(form);
      if (answer.status === 403) { await renewToken(); answer = await sendDraft(form); }
      const said = await answer.json();
      form.toggleAttribute("data-ended", answer.status === 401);
      place.textContent = answer.ok ? `${form.dataset.saved} ${said.saved_at}` : said.error;
      if (answer.ok) { delete form.dataset.changed; heard.set(form, Date.now()); }
    } catch {
      place.textContent = form.dataset.unsaved;
    }
  };
  // A session may have ended since the server was last heard: ask before what was typed is sent to the sign-in page.
  const heard = new Map(), LONG_SILENCE = 300000;
  const sendAfterAsking = async (form, button) => {
    await keepDraft(form);
    if ("ended" in form.dataset) { toast(one("[data-saved-at]", form).textContent, "error"); return; }
    heard.set(form, Date.now());
    form.requestSubmit(button);
  };
  all("form[data-draft]").forEach((form) => {
    let wait;
    heard.set(form, Date.now());
    one("[data-draft-button]", form)?.setAttribute("hidden", "");
    form.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => keepDraft(form), 3000);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(wait);
      if (!("ended" in form.dataset) && Date.now() - heard.get(form) < LONG_SILENCE) return;
      event.preventDefault();
      sendAfterAsking(form, event.submitter);
    });
  });

  // Long forms: leaving with unsaved words asks first; a second click does not send twice.
  all("form[data-guard]").forEach((form) => form.addEventListener("input", () => { form.dataset.changed = ""; }));
  window.addEventListener("beforeunload", (event) => { if (one("form[data-changed]")) event.preventDefault(); });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    delete form.dataset.changed;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  // Form sets: one more line from the empty one.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    const set = button && one(`[data-formset="${button.dataset.addRow}"]`);
    if (!set) return;
    event.preventDefault(); // without this script the button asks the server for the line
    const total = one(`[name="${button.dataset.addRow}-TOTAL_FORMS"]`), number = total.value;
    const row = document.importNode(one("template", set).content, true).firstElementChild;
    all("*", row).forEach((element) => [...element.attributes].forEach((attribute) => {
      attribute.value = attribute.value.replaceAll("__prefix__", number);
    }));
    const place = one("td.n", row) || one("legend", row);
    if (place) place.prepend(`${Number(number) + 1}`);
    one("[data-rows]", set).append(row);
    total.value = Number(number) + 1;
    one("input:not([type=hidden]), select, textarea", row)?.focus();
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });

  // Showing more filters asks for no rows yet; a phone shows all of them at once, also those that wait to be opened.
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".filter-toggle, .filter-more")) return;
    event.stopPropagation();
    if (event.target.matches(".filter-toggle:checked")) one(".filter-open", event.target.form)?.click();
  }, true);

  // Filters keep the order and the columns chosen since the page was loaded, and leave no empty words in the address.
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches(".filters")) return;
    const sent = event.detail.formData, here = new URLSearchParams(location.search);
    ["sort", "columns"].forEach((name) => {
      sent.delete(name);
      here.getAll(name).forEach((value) => sent.append(name, value));
    });
    [...new Set(sent.keys())].forEach((name) => { if (sent.getAll(name).every((value) => value === "")) sent.delete(name); });
  });

  // Parts of a form that the server draws anew: what was typed while it answered is newer than its answer.
  const typedIn = (part) => all("[name]", part).filter((field) => field.type !== "hidden").map((field) =>
    [field.type === "radio" ? `${field.name}=${field.value}` : field.name, field.value, field.checked]);
  const typedBefore = new WeakMap();
  document.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.detail.target;
    if (part.matches("[data-keep-typed]")) typedBefore.set(part, new Map(typedIn(part).map(([key, ...kept]) => [key, kept])));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const part = event.detail.target, before = typedBefore.get(part);
    if (!before) return;
    all("[name]", part).forEach((field) => {
      const kept = before.get(field.type === "radio" ? `${field.name}=${field.value}` : field.name);
      if (!kept) return;
      if (field.type === "radio" || field.type === "checkbox") field.checked = kept[1];
      else field.value = kept[0];
    });
  });

  // htmx: say the new count, offer the ticks again, never fail in silence.
  document.addEventListener("htmx:afterSettle", (event) => {
    const count = one("[data-count]", event.target);
    if (count) one("[data-announce]").textContent = count.textContent.trim();
    all(".toast").forEach(dress);
    picked();
  });
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) =>
    document.addEventListener(name, () => toast(document.body.dataset.failed, "error")));

  // Tabs that do not fit: the current one is in sight.
  all(".tabs").forEach((tabs) => {
    const current = one("[aria-current]", tabs);
    if (current) tabs.scrollLeft = current.offsetLeft - (tabs.clientWidth - current.offsetWidth) / 2;
  });

  all(".toast").forEach(dress);
  all("[data-needs-script]").forEach((element) => { element.hidden = false; });
  picked();
  one(".summary")?.focus();
})();
