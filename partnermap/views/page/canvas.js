"use strict";
// The drawing. It is made larger than the window on it, so that moving only shifts what is drawn already; it is drawn
// anew once the movement rests or reaches the edge. From afar areas stand for what is in them.

const net = at("net"), paper = at("paper"), tip = at("tip");
const context = paper.getContext("2d");
const CELL = 160, AFAR = 16, MARGIN = 0.3, SINGLE_LINES = 2500, LABELS = 1000, NAMED = 66, ROOMY = 75, FEW = 60;
const eye = { x: 0, y: 0, k: 1 };
const FARTHEST = 0.002, NEAREST = 4;
let drawn = null, resting = 0, waiting = false;

const size = () => ({ width: net.clientWidth, height: net.clientHeight });
const afar = (k) => CELL * k < AFAR;
const radius = (thing) => 12 + 1.7 * Math.sqrt(Math.min(thing.links.length, 60));

// -- moving -------------------------------------------------------------------------------------

function shift() {
  if (!drawn) return;
  const { width, height } = size(), grown = eye.k / drawn.k;
  const left = width / 2 + (drawn.left - eye.x) * eye.k, top = height / 2 + (drawn.top - eye.y) * eye.k;
  paper.style.transform = `translate(${left}px, ${top}px) scale(${grown})`;
  const bare = left > 0 || top > 0 || left + drawn.width * grown < width || top + drawn.height * grown < height;
  clearTimeout(resting);
  if (bare) paintSoon();
  else resting = setTimeout(paintSoon, 140);
  tip.hidden = true;
}

function paintSoon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; paint(); });
}

function whole() {
  if (!frames.length) return;
  lookAt(Math.min(...frames.map((f) => f.x)), Math.min(...frames.map((f) => f.y)),
    Math.max(...frames.map((f) => f.x + f.width)), Math.max(...frames.map((f) => f.y + f.height)));
}

function lookAt(left, top, right, bottom) {
  const { width, height } = size();
  eye.k = Math.min(1.3, 0.97 * Math.min(width / (right - left), height / (bottom - top)));
  eye.x = (left + right) / 2;
  eye.y = (top + bottom) / 2;
  paintSoon();
}

function zoom(by, x = size().width / 2, y = size().height / 2) {
  const { width, height } = size(), k = Math.min(NEAREST, Math.max(FARTHEST, eye.k * by));
  eye.x += (x - width / 2) * (1 / eye.k - 1 / k);
  eye.y += (y - height / 2) * (1 / eye.k - 1 / k);
  eye.k = k;
  shift();
}

const worldOf = (x, y) => [eye.x + (x - size().width / 2) / eye.k, eye.y + (y - size().height / 2) / eye.k];

function under(x, y) {
  const [wx, wy] = worldOf(x, y);
  if (afar(eye.k) && !scene.narrowed) return null;
  let best = null, nearest = 26 / Math.min(1, Math.max(eye.k, 0.35));
  for (const thing of things) {
    if (!thing.seen) continue;
    const away = Math.hypot(thing.x - wx, thing.y - wy);
    if (away < nearest && (thing.strong || !afar(eye.k))) { nearest = away; best = thing; }
  }
  return best;
}

function blockUnder(x, y) {
  const [wx, wy] = worldOf(x, y);
  return blocks.find((frame) => holds(frame, wx, wy)) ?? null;
}

// -- painting -----------------------------------------------------------------------------------

function paint() {
  clearTimeout(resting);
  const { width, height } = size(), ratio = Math.min(window.devicePixelRatio || 1, 2), k = eye.k;
  const wide = Math.round(width * (1 + 2 * MARGIN)), high = Math.round(height * (1 + 2 * MARGIN));
  if (paper.width !== wide * ratio || paper.height !== high * ratio) {
    paper.width = wide * ratio;
    paper.height = high * ratio;
    paper.style.width = `${wide}px`;
    paper.style.height = `${high}px`;
  }
  drawn = { k, width: wide, height: high, left: eye.x - wide / 2 / k, top: eye.y - high / 2 / k };
  drawn.right = drawn.left + wide / k;
  drawn.bottom = drawn.top + high / k;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, wide, high);
  context.save();
  context.scale(k, k);
  context.translate(-drawn.left, -drawn.top);
  drawFrames(k);
  drawLines(k);
  if (!afar(k)) drawThings(things.filter(inSight), k);
  else if (scene.narrowed) drawThings(things.filter((thing) => thing.strong && inSight(thing)), k);
  context.restore();
  drawNames(k);
  shift();
  clearTimeout(resting);
}

const inSight = (thing) => thing.seen && thing.x > drawn.left - 60 && thing.x < drawn.right + 60 && thing.y > drawn.top - 60 && thing.y < drawn.bottom + 60;

function drawFrames(k) {
  context.lineWidth = 1 / k;
  for (const frame of afar(k) ? blocks : frames) {
    context.fillStyle = frame.around && !afar(k) ? "#fcfcfb" : frame.upper ? "#eef3f9" : "#f7f7f4";
    context.strokeStyle = "#c5cad1";
    context.beginPath();
    context.roundRect(frame.x, frame.y, frame.width, frame.height, 16);
    context.fill();
    context.stroke();
  }
}

const STROKES = {
  missing: { colour: "#c02f7a", width: 1.6, alpha: 0.8, dash: [6, 4] },
  money: { colour: "#b8960f", width: 1, alpha: 0.45, dash: [] },
  thick: { colour: "#b3282d", width: 3, alpha: 0.8, dash: [] },
  dashed: { colour: "#59636e", width: 1.4, alpha: 0.8, dash: [8, 5] },
  dotted: { colour: "#59636e", width: 1, alpha: 0.5, dash: [2, 4] },
  plain: { colour: "#59636e", width: 1, alpha: 0.5, dash: [] },
};
const strokeOf = (link) => {
  const look = looks.get(link.link).look;
  if (link.as.startsWith("observer")) return "dotted";
  return Object.keys(STROKES).find((name) => look.includes(name)) ?? "plain";
};

// Of the whole map, where no name can be read yet, single lines between frames would hide it.
const isWide = (k) => CELL * k < NAMED && !scene.narrowed;

function drawLines(k) {
  // A line that only crosses what is seen, from nowhere to nowhere, tells nothing.
  let seen = scene.links.filter((link) => inSight(link.a) || inSight(link.b));
  if (seen.length > SINGLE_LINES || isWide(k)) {
    drawBundles(k);
    if (afar(k) || !isWide(k)) return;
    seen = seen.filter((link) => frameOf(link.a, inner) === frameOf(link.b, inner));
    if (seen.length > SINGLE_LINES) return;
  }
  // The more lines there are, the fainter each is.
  const faint = scene.narrowed ? 1 : Math.min(1, Math.max(0.28, 260 / seen.length));
  const groups = new Map(Object.keys(STROKES).reverse().map((name) => [name, []]));
  for (const link of seen) groups.get(strokeOf(link)).push(link);
  for (const [name, held] of groups) {
    const stroke = STROKES[name];
    context.strokeStyle = context.fillStyle = stroke.colour;
    context.globalAlpha = stroke.alpha * (name === "plain" || name === "dotted" ? faint : Math.max(faint, 0.6));
    context.setLineDash(stroke.dash.map((length) => length / k));
    if (name === "money") for (const link of held) drawPath([link], moneyWidth(link, k) / k);
    else drawPath(held, stroke.width / k);
    context.setLineDash([]);
    if (CELL * k > 40) for (const link of held) if (looks.get(link.link).look.includes("arrow")) drawArrow(link, k);
  }
  context.globalAlpha = 1;
}

const moneyWidth = (link, k) => 0.8 + 11 * Math.sqrt(link.pence / mostMoney) * Math.min(1, Math.max(0.3, 2 * k));

function drawPath(held, width) {
  context.lineWidth = width;
  context.beginPath();
  for (const { a, b } of held) {
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
  }
  context.stroke();
}

function drawArrow({ a, b }, k) {
  const angle = Math.atan2(b.y - a.y, b.x - a.x), back = radius(b) + 3, long = 8 / Math.max(k, 0.5);
  const x = b.x - back * Math.cos(angle), y = b.y - back * Math.sin(angle);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - long * Math.cos(angle - 0.4), y - long * Math.sin(angle - 0.4));
  context.lineTo(x - long * Math.cos(angle + 0.4), y - long * Math.sin(angle + 0.4));
  context.fill();
}

function drawBundles(k) {
  const held = bundled(afar(k) ? blocks : inner);
  const most = held.reduce((found, one) => Math.max(found, one.pence), 1);
  const middle = (frame) => [frame.x + frame.width / 2, frame.y + frame.height / 2];
  for (const one of held) {
    const money = one.stroke === "money";
    context.strokeStyle = STROKES[one.stroke].colour;
    context.globalAlpha = money ? 0.45 : Math.min(0.3, Math.max(0.1, 12 / held.length));
    context.lineWidth = (money ? 1 + 11 * Math.sqrt(one.pence / most) : Math.min(9, 0.6 + Math.log2(one.count) * 0.9)) / k;
    context.beginPath();
    context.moveTo(...middle(one.a));
    context.lineTo(...middle(one.b));
    context.stroke();
  }
  context.globalAlpha = 1;
}

const SHAPES = {
  dot: (r) => context.arc(0, 0, r, 0, 7),
  diamond: (r) => corners(4, r * 1.25, 0),
  star: (r) => { for (let i = 0; i < 10; i += 1) context.lineTo(...polar(i % 2 ? r * 0.6 : r * 1.4, i / 10 - 0.25)); context.closePath(); },
  triangle: (r) => corners(3, r * 1.3, -0.25),
  triangleDown: (r) => corners(3, r * 1.3, 0.25),
  square: (r) => context.rect(-r * 0.85, -r * 0.85, r * 1.7, r * 1.7),
  hexagon: (r) => corners(6, r * 1.1, 0),
};
const polar = (r, turn) => [r * Math.cos(turn * 2 * Math.PI), r * Math.sin(turn * 2 * Math.PI)];
function corners(count, r, turn) {
  for (let i = 0; i < count; i += 1) context.lineTo(...polar(r, turn + i / count));
  context.closePath();
}

function drawThings(held, k) {
  for (const thing of held) {
    const colour = thing.hollow === 2 ? "#c02f7a" : colours.get(thing.kind);
    const r = Math.max(radius(thing), 2.6 / k);
    context.globalAlpha = thing.strong ? 1 : 0.13;
    context.save();
    context.translate(thing.x, thing.y);
    context.beginPath();
    SHAPES[thing.shape](r);
    context.fillStyle = thing.hollow ? "#fff" : colour;
    context.fill();
    if (thing.hollow || thing === state.focus) {
      context.strokeStyle = thing === state.focus && !thing.hollow ? "#1b1f24" : colour;
      context.lineWidth = Math.max(3, 1.4 / k);
      context.setLineDash(thing.hollow === 2 ? [6, 4] : []);
      context.stroke();
    }
    context.restore();
  }
  context.globalAlpha = 1;
}

// -- names --------------------------------------------------------------------------------------

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
