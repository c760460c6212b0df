"use strict";
// A picture gets larger, is moved, lights up what belongs together, and opens the facts behind a line beside it.
// Without this script every node and line is a link to a page that says the same.
(function () {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  for (const period of all(".period")) {
    const sliders = period.querySelector(".sliders");
    const low = Number(period.dataset.low), high = Number(period.dataset.high);
    const ranges = all("input[type=range]", sliders);
    const fields = ranges.map((range) => period.querySelector(`input[name="${range.dataset.for}"]`));
    sliders.hidden = false;
    ranges.forEach((range, at) => {
      const other = ranges[1 - at];
      range.addEventListener("input", () => {
        // The two do not pass each other.
        if (at === 0 ? Number(range.value) > Number(other.value) : Number(range.value) < Number(other.value)) {
          other.value = range.value;
          write(1 - at);
        }
        write(at);
      });
      range.addEventListener("change", () => period.form.requestSubmit());
      fields[at].addEventListener("change", () => {
        const year = Number(fields[at].value.slice(0, 4));
        if (year) range.value = String(Math.min(high, Math.max(low, year)));
      });
    });
    function write(at) {
      const value = Number(ranges[at].value);
      // At its end a slider excludes nothing.
      fields[at].value = value === (at === 0 ? low : high) ? "" : String(value);
    }
  }

  for (const picture of all(".picture")) {
    const view = picture.querySelector(".view");
    const svg = view.querySelector("svg");
    if (svg) alive(picture, view, svg);
  }

  function alive(picture, view, svg) {
    const nodes = all("[data-node]", svg);
    const links = all("[data-a]", svg);
    const near = new Map();
    for (const link of links) {
      for (const key of [link.dataset.a, link.dataset.b]) {
        if (!near.has(key)) near.set(key, []);
        near.get(key).push(link);
      }
    }
    function clear() {
      svg.classList.remove("dim");
      for (const element of all(".lit", svg)) element.classList.remove("lit");
    }
    function light(node) {
      clear();
      const key = node.dataset.node, keys = new Set([key]);
      for (const link of near.get(key) || []) {
        link.classList.add("lit");
        keys.add(link.dataset.a);
        keys.add(link.dataset.b);
      }
      if (keys.size < 2) return;
      for (const one of nodes) one.classList.toggle("lit", keys.has(one.dataset.node));
      svg.classList.add("dim");
    }
    for (const node of nodes) {
      node.addEventListener("pointerenter", () => light(node));
      node.addEventListener("pointerleave", clear);
      node.addEventListener("focus", () => light(node));
      node.addEventListener("blur", clear);
    }

    const tools = picture.querySelector(".tools");
    tools.hidden = false;
    const { zoom, fit } = zooming(view, svg, tools, 1);
    // A little too wide is made to fit; what would get too small to read scrolls.
    if (fit() >= 0.62) zoom(fit(), 0, 0);

    // The facts behind a line, out of the page that its link leads to.
    const panel = picture.querySelector(".behind");
    let opener = null;
    function close() {
      panel.hidden = true;
      panel.replaceChildren();
      if (opener) opener.focus();
      opener = null;
    }
    async function open(link) {
      const answer = await fetch(link.getAttribute("href"), { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const main = page.querySelector("main");
      if (!main) throw new Error("no page");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = panel.dataset.close;
      button.addEventListener("click", close);
      const title = main.querySelector("h1");
      const head = document.createElement("h2");
      if (title) {
        head.append(...Array.from(title.childNodes, (node) => document.importNode(node, true)));
        title.remove();
      }
      panel.replaceChildren(button, head, ...Array.from(main.childNodes, (node) => document.importNode(node, true)));
      panel.hidden = false;
      opener = link;
      button.focus();
    }
    svg.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='/relations/edge']");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      open(link).catch(() => { location.href = link.getAttribute("href"); });
    });
    panel.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  }
})();
