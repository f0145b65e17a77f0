"use strict";
// The names in the drawing: of frames, then of things where there is room, the best linked first.

const FONT = 'system-ui, "Segoe UI", "Source Sans 3", sans-serif';
const widths = new Map();
function widthOf(text, font) {
  const key = font + text;
  if (!widths.has(key)) { context.font = font; widths.set(key, context.measureText(text).width); }
  return widths.get(key);
}

function fitting(text, font, width) {
  let kept = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  while (kept.length > 2 && widthOf(kept, font) > width) kept = `${kept.slice(0, -2).trimEnd()}…`;
  return kept;
}

function wrapped(text, font, width, most) {
  const rows = [];
  let row = "";
  const words = text.split(/\s+/);
  for (const [place, word] of words.entries()) {
    const longer = row ? `${row} ${word}` : word;
    if (!row || widthOf(longer, font) <= width) { row = longer; continue; }
    if (rows.length === most - 1) { row = `${row} ${words.slice(place).join(" ")}`; break; }
    rows.push(row);
    row = word;
  }
  return [...rows, row].map((one) => fitting(one, font, width));
}

// Which parts of the paper hold what, in squares of ten pixels; what is a thing's own is free for its name.
class Taken {
  constructor() { this.squares = new Map(); }
  * over(x, y, width, height) {
    for (let i = Math.floor(x / 10); i <= Math.floor((x + width) / 10); i += 1) {
      for (let j = Math.floor(y / 10); j <= Math.floor((y + height) / 10); j += 1) yield i * 100003 + j;
    }
  }
  free(whose, ...box) { for (const square of this.over(...box)) if ((this.squares.get(square) ?? whose) !== whose) return false; return true; }
  take(whose, ...box) { for (const square of this.over(...box)) this.squares.set(square, whose); }
}

function drawNames(k) {
  const taken = new Taken();
  context.textBaseline = "top";
  context.lineJoin = "round";
  nameFrames(k, taken);
  if (afar(k) && !scene.narrowed) return;
  const held = things.filter((thing) => thing.strong && inSight(thing) && (!afar(k) || thing === state.focus || scene.strong <= FEW));
  const few = held.length <= FEW;
  if (CELL * k < NAMED && !scene.narrowed && !few) return;
  held.sort((a, b) => (b === state.focus) - (a === state.focus) || b.links.length - a.links.length || a.id - b.id);
  for (const thing of held) taken.take(thing, (thing.x - drawn.left) * k - 3, (thing.y - drawn.top) * k - 3, 6, 6);
  for (const thing of held.slice(0, LABELS)) nameThing(thing, k, taken, few);
}

function nameFrames(k, taken) {
  for (const frame of afar(k) ? blocks : frames) {
    if (frame.around && !afar(k)) continue;
    const x = (frame.x - drawn.left) * k, y = (frame.y - drawn.top) * k, width = frame.width * k, height = frame.height * k;
    if (x > drawn.width || y > drawn.height || x + width < 0 || y + height < 0 || width < 30) continue;
    const px = afar(k) ? Math.min(16, Math.max(10, width / 9)) : Math.min(20, Math.max(11, 34 * k));
    const font = `600 ${px}px ${FONT}`, text = fitting(frame.label, font, width - 10);
    const told = tally(frame);
    context.font = font;
    context.fillStyle = "#2c343d";
    context.fillText(text, x + 6, y + 3);
    taken.take(frame, x + 6, y + 4, widthOf(text, font), px);
    if (!afar(k) || height < 2.4 * px) continue;
    const small = `${px * 0.85}px ${FONT}`, count = fitting(`${told.things.toLocaleString("en-GB")} things`, small, width - 10);
    const gaps = `${told.missing.toLocaleString("en-GB")} missing`, beside = widthOf(`${count}  `, small);
    context.font = small;
    context.fillText(count, x + 6, y + 6 + px);
    if (!told.missing) continue;
    context.fillStyle = "#a3215f";
    if (beside + widthOf(gaps, small) < width - 10) context.fillText(gaps, x + 6 + beside, y + 6 + px);
    else if (height > 3.4 * px) context.fillText(fitting(gaps, small, width - 10), x + 6, y + 8 + 1.9 * px);
  }
}

// A name's lines, and where they stand: below its thing, or wherever else is room where there is not much to name.
function placed(thing, k, taken, font, px, wide, most, sides) {
  const rows = wrapped(thing.label, font, wide, most);
  const width = Math.max(...rows.map((row) => widthOf(row, font))), height = rows.length * (px + 1);
  const middle = (thing.x - drawn.left) * k, level = (thing.y - drawn.top) * k, off = Math.max(radius(thing) * k, 3) + 3;
  const places = [[middle - width / 2, level + off], [middle - width / 2, level - off - height],
    [middle + off, level - height / 2], [middle - off - width, level - height / 2]];
  const edge = drawn.width * MARGIN / (1 + 2 * MARGIN), inside = (from, to) => from >= edge && to <= drawn.width - edge;
  const fits = ([x, y]) => (inside(x, x + width) || !inside(middle, middle)) && taken.free(thing, x, y, width, height);
  const place = places.slice(0, sides).find(fits) ?? (thing === state.focus ? places[0] : null);
  return place && { rows, x: place[0], y: place[1], width, height };
}

function nameThing(thing, k, taken, few) {
  const px = k > 0.9 ? 13 : 11.5, font = `${thing === state.focus ? "600 " : ""}${px}px ${FONT}`;
  const cell = CELL * k, loose = few && cell <= ROOMY, sides = scene.narrowed || few ? 4 : 1;
  const usual = [Math.max(cell - 6, scene.narrowed || loose ? 92 : 0), cell > ROOMY ? 3 : 2];
  const tried = loose ? [[120, 3], usual] : [usual];
  let name = null;
  for (const [wide, most] of tried) name ??= placed(thing, k, taken, font, px, wide, most, sides);
  if (!name) return;
  const { rows, x, y, width, height } = name;
  taken.take(thing, x, y, width, height);
  context.font = font;
  context.strokeStyle = "rgb(255 255 255 / 85%)";
  context.lineWidth = 3;
  context.fillStyle = thing.hollow === 2 ? "#a3215f" : "#1b1f24";
  rows.forEach((row, number) => {
    const left = x + (width - widthOf(row, font)) / 2;
    context.strokeText(row, left, y + number * (px + 1));
    context.fillText(row, left, y + number * (px + 1));
  });
}
