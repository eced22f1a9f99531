// The pages' only script: scrolls through a stack by wheel, arrow keys and slider. Without it, the links do.

/** Served as /assets/sandbox.js. */
export const viewerScript = `"use strict";
const viewer = document.querySelector("[data-slices]");
if (viewer) {
  const slices = viewer.dataset.slices.split(",");
  const picture = document.getElementById("slice");
  const slider = document.getElementById("slider");
  const label = document.getElementById("slice-number");
  const keyNote = document.getElementById("key-note");
  const facts = document.getElementById("slice-facts");
  const show = (wanted) => {
    const number = Math.max(1, Math.min(slices.length, wanted));
    if (number === Number(slider.value) && picture.dataset.shown) return;
    slider.value = String(number);
    picture.dataset.shown = String(number);
    picture.src = "/slices/" + slices[number - 1];
    picture.alt = "Slice " + number + " of " + slices.length;
    label.textContent = number + " / " + slices.length;
    keyNote.textContent = number === Number(viewer.dataset.key) ? "Key image" : "";
    facts.hidden = true;
  };
  slider.hidden = false;
  slider.addEventListener("input", () => {
    picture.dataset.shown = "";
    show(Number(slider.value));
  });
  // The links were made for the slice the page came with.
  viewer.querySelectorAll(".button").forEach((button, index) => {
    button.classList.remove("disabled");
    button.addEventListener("click", (event) => {
      event.preventDefault();
      show(Number(slider.value) + (index === 0 ? -1 : 1));
    });
  });
  picture.addEventListener("wheel", (event) => {
    event.preventDefault();
    show(Number(slider.value) + Math.sign(event.deltaY));
  }, { passive: false });
  document.addEventListener("keydown", (event) => {
    if (event.target === slider) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(Number(slider.value) + step);
  });
}
`;
