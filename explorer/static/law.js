"use strict";
// Swap the two states of a form.
for (const button of document.querySelectorAll("button[data-swap]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const [one, other] = button.dataset.swap.split(" ").map((name) => button.form.elements[name]);
    [one.value, other.value] = [other.value, one.value];
    one.focus();
  });
}
// The slider of years sets the day; letting go of it asks.
for (const slider of document.querySelectorAll("input[data-years-for]")) {
  const day = slider.form.elements[slider.dataset.yearsFor];
  const shown = document.getElementById(slider.dataset.shows);
  slider.closest("[hidden]").hidden = false;
  const set = () => {
    day.value = `${slider.value}${slider.dataset.monthDay}`;
    shown.textContent = day.value;
  };
  slider.addEventListener("input", set);
  slider.addEventListener("change", () => {
    set();
    slider.form.requestSubmit();
  });
}
// A link into a closed part opens it.
const open = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
};
addEventListener("hashchange", open);
open();
