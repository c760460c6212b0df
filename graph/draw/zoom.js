"use strict";
// Zoom changes the size of a picture; the frame around it scrolls: by buttons, Ctrl and the wheel, the mouse that drags.
// `most` is how large the button "fit" may make it.
function zooming(view, svg, tools, most = Infinity) {
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
  const fit = () => Math.min(most, (view.clientWidth - 2) / width);
  const steps = { in: () => scale * 1.25, out: () => scale / 1.25, full: () => 1, fit };
  for (const button of tools.querySelectorAll("[data-zoom]")) {
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
  return { zoom, fit };
}
