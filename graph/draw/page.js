"use strict";
(function () {
  const view = document.querySelector(".view");
  const svg = view.querySelector("svg");
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const nodes = all("[data-node]", svg);
  const links = all("[data-a]", svg);
  const rows = all("tbody tr");
  const controls = document.querySelector(".controls");
  const off = new Set();
  let cross = true;
  let wanted = "";

  const touches = (element, key) => element.dataset.a === key || element.dataset.b === key;

  // What is hidden: kinds switched off, and what no longer has both its ends.
  function show() {
    const gone = new Set();
    for (const node of nodes) {
      const hidden = off.has(node.dataset.kind);
      node.classList.toggle("off", hidden);
      if (hidden) gone.add(node.dataset.node);
    }
    const lost = (element) => gone.has(element.dataset.a) || gone.has(element.dataset.b);
    for (const link of links) {
      link.classList.toggle("off", lost(link) || (!cross && link.classList.contains("cross")));
    }
    for (const row of rows) {
      const misses = wanted && !row.textContent.toLowerCase().includes(wanted);
      row.classList.toggle("off", lost(row) || Boolean(misses));
    }
  }

  function clear() {
    svg.classList.remove("dim");
    for (const element of all(".lit")) element.classList.remove("lit");
    if (wanted) found();
  }

  // A thing and everything it is tied to stand out.
  function light(keys) {
    clear();
    const near = new Set(keys);
    for (const link of links) {
      if (keys.some((key) => touches(link, key))) {
        link.classList.add("lit");
        near.add(link.dataset.a);
        near.add(link.dataset.b);
      }
    }
    for (const node of nodes) node.classList.toggle("lit", near.has(node.dataset.node));
    svg.classList.add("dim");
  }

  function found() {
    svg.classList.add("dim");
    for (const node of nodes) {
      node.classList.toggle("lit", node.textContent.toLowerCase().includes(wanted));
    }
  }

  for (const node of nodes) {
    node.addEventListener("pointerenter", () => light([node.dataset.node]));
    node.addEventListener("pointerleave", clear);
    node.addEventListener("focus", () => light([node.dataset.node]));
    node.addEventListener("blur", clear);
  }
  for (const link of links) {
    link.addEventListener("pointerenter", () => link.classList.add("lit"));
    link.addEventListener("pointerleave", () => link.classList.remove("lit"));
    if (link.localName === "a") continue;
    // A line has several facts: its rows in the table say which.
    link.addEventListener("click", () => {
      const its = rows.filter((row) => touches(row, link.dataset.a) && touches(row, link.dataset.b));
      for (const row of rows) row.classList.toggle("lit", its.includes(row));
      if (its.length) its[0].scrollIntoView({ block: "center" });
    });
  }

  controls.hidden = false;
  for (const box of all("[data-kind]", controls)) {
    box.addEventListener("change", () => {
      if (box.checked) off.delete(box.dataset.kind);
      else off.add(box.dataset.kind);
      show();
    });
  }
  for (const box of all("[data-cross]", controls)) {
    box.addEventListener("change", () => { cross = box.checked; show(); });
  }
  controls.querySelector("input[type=search]").addEventListener("input", (event) => {
    wanted = event.target.value.trim().toLowerCase();
    clear();
    show();
  });

  zooming(view, svg, controls);
})();
