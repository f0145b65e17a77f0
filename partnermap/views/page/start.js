"use strict";
// Mouse, touch, keys and form; then the first drawing.

let held = null, moved = false;
const fingers = new Map();

function letGo() {
  at("find").value = "";
  look(null);
  net.focus({ preventScroll: true });
}

function placeIn(event) {
  const box = net.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

net.addEventListener("pointerdown", (event) => {
  net.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, placeIn(event));
  held = placeIn(event);
  moved = false;
});
net.addEventListener("pointermove", (event) => {
  const [x, y] = placeIn(event);
  if (!fingers.has(event.pointerId)) return hint(x, y);
  if (fingers.size === 2) return pinch(event.pointerId, x, y);
  const [fromX, fromY] = fingers.get(event.pointerId);
  if (Math.hypot(x - held[0], y - held[1]) > 4) moved = true;
  fingers.set(event.pointerId, [x, y]);
  if (!moved) return;
  eye.x -= (x - fromX) / eye.k;
  eye.y -= (y - fromY) / eye.k;
  shift();
});
function lift(event) {
  const wasHeld = fingers.delete(event.pointerId);
  if (!wasHeld || fingers.size || event.type !== "pointerup") return;
  if (moved) keepView();
  else press(...placeIn(event));
}
net.addEventListener("pointerup", lift);
net.addEventListener("pointercancel", lift);

function pinch(finger, x, y) {
  const [[, one], [, other]] = [...fingers];
  const before = Math.hypot(one[0] - other[0], one[1] - other[1]);
  fingers.set(finger, [x, y]);
  const [[, a], [, b]] = [...fingers];
  moved = true;
  zoom(Math.hypot(a[0] - b[0], a[1] - b[1]) / Math.max(before, 1), (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
}

function press(x, y) {
  const thing = under(x, y);
  if (thing) { at("find").value = thing.label; return look(thing, { move: false }); }
  if (state.focus) return letGo();
  if (afar(eye.k)) open(blockUnder(x, y));
}

function open(frame) {
  if (!frame) return;
  lookAt(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height);
  eye.k = Math.max(eye.k, AFAR / CELL + 0.002);
  keepView();
}

function hint(x, y) {
  const thing = under(x, y);
  tip.hidden = !thing;
  if (!thing) return;
  tip.textContent = `${thing.label}\n${thing.says}, ${thing.links.length} links`;
  tip.style.left = `${Math.min(x + 14, net.clientWidth - 200)}px`;
  tip.style.top = `${Math.min(y + 14, net.clientHeight - 60)}px`;
}
net.addEventListener("pointerleave", () => { tip.hidden = true; });
net.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoom(Math.exp(-event.deltaY * 0.0015), ...placeIn(event));
  keepView();
}, { passive: false });

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The nearest thing in a direction: what lies aside counts as three times as far.
function next([dx, dy]) {
  const from = state.focus ?? { x: eye.x, y: eye.y };
  let best = null, nearest = Infinity;
  for (const thing of things) {
    if (!thing.seen || thing === state.focus) continue;
    const along = (thing.x - from.x) * dx + (thing.y - from.y) * dy;
    const aside = Math.abs((thing.x - from.x) * dy) + Math.abs((thing.y - from.y) * dx);
    if (along > 1 && along + 3 * aside < nearest) { nearest = along + 3 * aside; best = thing; }
  }
  return best;
}

net.addEventListener("keydown", (event) => {
  const arrow = ARROWS[event.key];
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (arrow && event.shiftKey) {
    const thing = next(arrow);
    if (thing) { look(thing); at("status").textContent = `${thing.label}: ${thing.says}, ${thing.links.length} links`; }
  } else if (arrow) { eye.x += arrow[0] * 90 / eye.k; eye.y += arrow[1] * 90 / eye.k; shift(); keepView(); }
  else if (event.key === "+" || event.key === "=") { zoom(1.4); keepView(); }
  else if (event.key === "-" || event.key === "_") { zoom(1 / 1.4); keepView(); }
  else if (event.key === "0" || event.key === "Home") { whole(); keepView(); }
  else if (event.key === "Enter" && state.focus) at("about").focus();
  else if (event.key === "Enter") open(blockUnder(net.clientWidth / 2, net.clientHeight / 2));
  else return;
  event.preventDefault();
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state.focus) letGo(); });

at("find").addEventListener("input", () => {
  const [first] = offer();
  if (first && first.found === at("find").value.trim().toLowerCase()) look(first);
});
// Enter is heard on the field itself: a sandboxed frame, as the app's, sends no form.
at("find").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const [first] = likely(at("find").value);
  if (first) look(first);
  else at("status").textContent = "No name here has that in it.";
});
at("controls").addEventListener("submit", (event) => event.preventDefault());
at("steps").addEventListener("change", () => { state.steps = Number(at("steps").value); show(); });
for (const select of choices) select.addEventListener("change", () => { state[select.id] = select.value; show(); });
for (const box of boxes) {
  box.addEventListener("change", () => { state.off = new Set(boxes.filter((one) => !one.checked).map((one) => one.value)); show(); });
}
at("nearer").addEventListener("click", () => { zoom(1.4); keepView(); });
at("farther").addEventListener("click", () => { zoom(1 / 1.4); keepView(); });
at("all").addEventListener("click", () => {
  at("controls").reset();
  Object.assign(state, { focus: null, steps: 1, off: new Set(), tier: "", theme: "", sector: "", finding: "" });
  whole();
  show();
});
at("link").addEventListener("click", (event) => { if (location.protocol === "about:") event.preventDefault(); });
at("facts").addEventListener("toggle", fillTable);
at("more").addEventListener("click", () => { rowsShown += PAGE; fillTable(); });
for (const choice of document.querySelectorAll("input[name=table]")) choice.addEventListener("change", () => { rowsShown = PAGE; fillTable(); });
for (const mark of document.querySelectorAll(".mark")) mark.style.color = mark.dataset.colour;

window.addEventListener("hashchange", restore);
// What is printed is what is seen: with the table, as much as a browser can print, if it is open.
window.addEventListener("beforeprint", () => { rowsShown = 5000; fillTable(); paint(); });
new ResizeObserver(paintSoon).observe(net);
restore();
paint();
document.body.dataset.ready = "yes";
