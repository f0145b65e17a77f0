"use strict";
// The choices: made in the form, kept behind the # of the address, restored from there.

const choices = [...document.querySelectorAll("select.choice")];
const boxes = [...document.querySelectorAll("input[name=kind]")];

function show({ keep = true } = {}) {
  survey();
  paintSoon();
  tell();
  fillTable();
  at("status").textContent = scene.narrowed || state.off.size
    ? `${scene.strong.toLocaleString("en-GB")} of ${things.length.toLocaleString("en-GB")} fit what was chosen.` : "";
  if (keep) keepView();
}

function look(thing, { move = true } = {}) {
  state.focus = thing;
  show({ keep: false });
  if (thing && move) lookAtStrong();
  keepView();
  tellAround();
}

// A page that this one stands in, as the app's, hears the place of the thing that was chosen, and nothing else.
function tellAround() {
  if (window.parent !== window) window.parent.postMessage({ chosen: state.focus ? state.focus.id : null }, "*");
}

// What stands around the thing in focus, the thing itself never out of sight.
function lookAtStrong() {
  const held = things.filter((one) => one.strong), xs = held.map((one) => one.x), ys = held.map((one) => one.y);
  const box = (room) => lookAt(Math.min(...xs) - room, Math.min(...ys) - room, Math.max(...xs) + room, Math.max(...ys) + room);
  box(CELL);
  box(Math.max(CELL, 60 / eye.k));  // so much room that names at the rim can be read
  if (eye.k < 0.1) Object.assign(eye, { x: state.focus.x, y: state.focus.y, k: 0.3 });
  eye.k = Math.min(eye.k, 0.9);
}

function fragment() {
  const kept = new URLSearchParams();
  if (state.focus) kept.set("focus", state.focus.key);
  if (state.steps > 1) kept.set("steps", state.steps);
  if (state.off.size) kept.set("without", [...state.off].sort().join(" "));
  for (const select of choices) if (select.value) kept.set(select.id, select.value);
  kept.set("at", [Math.round(eye.x), Math.round(eye.y), eye.k.toPrecision(3)].join(" "));
  return `#${kept}`;
}

let keeping = 0;
function keepView() {
  clearTimeout(keeping);
  keeping = setTimeout(() => {
    at("link").setAttribute("href", fragment());
    // A page inside another, as in the app, has no address of its own to keep it in.
    if (location.protocol !== "about:") history.replaceState(null, "", fragment());
  }, 150);
}

// Whether one can get to a place of an address by moving and coming nearer; out of there nothing could be drawn.
function canBe([x, y, k, ...more]) {
  return !more.length && Math.abs(x) < 1e7 && Math.abs(y) < 1e7 && k >= FARTHEST && k <= NEAREST;
}

function restore() {
  const kept = new URLSearchParams(location.protocol === "about:" ? "" : location.hash.slice(1));
  state.focus = byKey.get(kept.get("focus")) ?? null;
  state.steps = Math.min(3, Math.max(1, Math.round(Number(kept.get("steps"))) || 1));
  state.off = new Set((kept.get("without") ?? "").split(" ").filter((name) => sheets.has(name)));
  for (const select of choices) {
    select.value = kept.get(select.id) ?? "";
    if (select.selectedIndex < 0) select.value = "";
    state[select.id] = select.value;
  }
  at("steps").value = String(state.steps);
  at("find").value = state.focus ? state.focus.label : "";
  for (const box of boxes) box.checked = !state.off.has(box.value);
  whole();
  const place = (kept.get("at") ?? "").split(" ").map(Number);
  if (canBe(place)) [eye.x, eye.y, eye.k] = place;
  show({ keep: false });
  at("link").setAttribute("href", fragment());
}

function likely(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const found = things.filter((thing) => thing.found.includes(wanted));
  const rank = (thing) => (thing.found === wanted ? 0 : thing.found.startsWith(wanted) ? 1 : 2);
  return found.sort((a, b) => rank(a) - rank(b) || a.hollow - b.hollow || a.id - b.id).slice(0, 20);
}

function offer() {
  const found = likely(at("find").value);
  at("names").replaceChildren(...found.map((thing) => {
    const option = document.createElement("option");
    option.value = thing.label;
    return option;
  }));
  return found;
}
