"use strict";
// Suggestions while a name is typed: a combobox with a list (WAI-ARIA 1.2). Without it the form searches all the same.
// A choice leads to the thing; in a field with data-suggest="state" only that kind is suggested, and a choice fills it in.
(() => {
  const said = document.currentScript.dataset;
  const kinds = Object.fromEntries(said.kinds.split(";").map((pair) => pair.split("=")));
  const PAUSE = 120;

  const attach = (input, number) => {
    const list = document.createElement("ul");
    const status = document.createElement("span");
    let waiting = 0;
    let asked = null;
    let chosen = -1;
    list.id = `suggestions-${number}`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", said.list);
    list.hidden = true;
    status.className = "hidden";
    status.setAttribute("role", "status");
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", list.id], ["aria-haspopup", "listbox"]]) input.setAttribute(name, value);
    const box = document.createElement("span");
    box.className = "combobox";
    const focused = document.activeElement === input;
    input.replaceWith(box);
    box.append(input, list, status);
    if (focused) input.focus();

    const close = () => {
      clearTimeout(waiting);
      if (asked) asked.abort();
      asked = null;
      chosen = -1;
      list.hidden = true;
      list.replaceChildren();
      status.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (index) => {
      const options = list.children;
      if (options[chosen]) options[chosen].setAttribute("aria-selected", "false");
      // One step past either end is the text as it was typed.
      chosen = index < -1 ? options.length - 1 : index >= options.length ? -1 : index;
      if (chosen < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      options[chosen].setAttribute("aria-selected", "true");
      options[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[chosen].id);
    };
    const kind = input.dataset.suggest || "";
    const go = (option) => {
      if (kind) {
        input.value = option.dataset.name;
        close();
        return;
      }
      location.assign(option.dataset.path + (said.keep ? `?lang=${encodeURIComponent(said.lang)}` : ""));
    };
    const show = (hits) => {
      list.replaceChildren(...hits.map((hit, index) => {
        const option = document.createElement("li");
        const name = document.createElement("span");
        const sort = document.createElement("span");
        option.id = `${list.id}-${index}`;
        option.dataset.path = hit.path;
        option.dataset.name = hit.label;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        name.textContent = hit.label;
        name.dir = "auto";
        sort.textContent = kinds[hit.kind] || hit.kind;
        sort.className = "muted";
        option.append(name, " ", sort);
        return option;
      }));
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = hits.length === 0;
      input.setAttribute("aria-expanded", String(hits.length > 0));
      status.textContent = hits.length ? said.count.replace("#", hits.length) : said.none;
    };
    const ask = async () => {
      const words = input.value.trim();
      if (asked) asked.abort();
      if (words.length < 2) {
        close();
        return;
      }
      const own = asked = new AbortController();
      const query = new URLSearchParams({ q: words.slice(0, 300), lang: said.lang });
      if (kind) query.set("kind", kind);
      try {
        const answer = await fetch(`/api/suggest?${query}`, { signal: own.signal });
        if (!answer.ok) throw new Error(String(answer.status));
        const hits = await answer.json();
        // A slower answer to fewer letters, or one that comes after Escape, is of no use.
        if (asked === own) show(hits.filter((hit) => /^\/(?!\/)/.test(hit.path)));
      } catch {
        if (asked === own) close();
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) {
          if (event.key === "ArrowDown") ask();
        } else {
          choose(event.key === "ArrowDown" ? chosen + 1 : chosen - 1);
        }
        event.preventDefault();
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        go(list.children[chosen]);
      } else if (event.key === "Escape" && !list.hidden) {
        // The first Escape closes the list; the next one clears the field, as browsers do.
        event.preventDefault();
        close();
      }
    });
    input.addEventListener("blur", close);
    // The field keeps the focus, so that the list stays until the click.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) go(option);
    });
    input.form.addEventListener("submit", close);
  };

  document.querySelectorAll(".find input[type=search], input[data-suggest]").forEach(attach);
})();
