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

  // Zoom changes the picture's size; the frame around it scrolls.
  const width = svg.viewBox.baseVal.width;
  const height = svg.viewBox.baseVal.height;
  let scale = 1;
  function zoom(to, x, y) {
    to = Math.min(6, Math.max(0.1, to));
    const left = (view.scrollLeft + x) / scale;
    const top = (view.scrollTop + y) / scale;
    scale = to;
    svg.setAttribute("width", width * scale);
    svg.setAttribute("height", height * scale);
    view.scrollLeft = left * scale - x;
    view.scrollTop = top * scale - y;
  }
  const steps = {
    in: () => scale * 1.25,
    out: () => scale / 1.25,
    full: () => 1,
    fit: () => (view.clientWidth - 2) / width,
  };
  for (const button of all("[data-zoom]", controls)) {
    button.addEventListener("click", () => {
      zoom(steps[button.dataset.zoom](), view.clientWidth / 2, view.clientHeight / 2);
    });
  }
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const frame = view.getBoundingClientRect();
    zoom(scale * (event.deltaY < 0 ? 1.12 : 1 / 1.12), event.clientX - frame.left, event.clientY - frame.top);
  }, { passive: false });

  let held = null;
  view.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType !== "mouse" || event.target.closest("a, text")) return;
    held = { x: event.clientX + view.scrollLeft, y: event.clientY + view.scrollTop };
    view.classList.add("drag");
  });
  window.addEventListener("pointermove", (event) => {
    if (!held) return;
    view.scrollLeft = held.x - event.clientX;
    view.scrollTop = held.y - event.clientY;
  });
  window.addEventListener("pointerup", () => { held = null; view.classList.remove("drag"); });
})();
