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
