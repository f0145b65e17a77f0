"use strict";
// What is looked at: the choices made, and which things and links they leave strong.

const state = { focus: null, steps: 1, off: new Set(), tier: "", theme: "", sector: "", finding: "" };
const scene = { links: [], strong: 0, narrowed: false };

function bears(thing, wanted) {
  if (wanted === "missing or absent") return thing.hollow > 0;
  return thing.findings.some((place) => {
    const one = findings[place];
    return !one.open.length && (wanted === "any" || one.code === wanted);
  });
}

function matches(thing) {
  return (!state.tier || thing.tiers.includes(state.tier))
    && (!state.theme || thing.themes.includes(state.theme))
    && (!state.sector || thing.sector === state.sector)
    && (!state.finding || bears(thing, state.finding));
}

// How many steps each thing is from the one in focus, no farther than was asked.
function stepsAround(thing) {
  const steps = new Map([[thing, 0]]);
  let edge = [thing];
  for (let step = 1; step <= state.steps; step += 1) {
    const next = [];
    for (const one of edge) {
      for (const link of one.links) {
        const other = link.a === one ? link.b : link.a;
        if (other.seen && !steps.has(other)) { steps.set(other, step); next.push(other); }
      }
    }
    edge = next;
  }
  return steps;
}

function survey() {
  scene.narrowed = Boolean(state.focus || state.tier || state.theme || state.sector || state.finding);
  for (const thing of things) thing.seen = !state.off.has(thing.kind) || thing === state.focus;
  const around = state.focus ? stepsAround(state.focus) : null;
  scene.strong = 0;
  for (const thing of things) {
    thing.strong = thing.seen && (thing === state.focus || (matches(thing) && (!around || around.has(thing))));
    if (thing.strong) scene.strong += 1;
  }
  const near = (thing) => (around.get(thing) ?? Infinity) < state.steps;
  scene.links = links.filter((link) => {
    if (!link.a.seen || !link.b.seen) return false;
    if (around) return link.a.strong && link.b.strong && (near(link.a) || near(link.b));
    return !scene.narrowed || link.a.strong || link.b.strong;
  });
  bundles.clear();
}

// Links between frames taken together by how they are drawn, the most first: for when single ones could not be told
// apart.
const bundles = new Map();

function bundled(from) {
  if (!bundles.has(from)) {
    const found = new Map();
    for (const link of scene.links) {
      const one = frameOf(link.a, from), other = frameOf(link.b, from);
      if (one === null || other === null || one === other) continue;
      const stroke = bundledAs(link), key = `${stroke} ${Math.min(one, other)} ${Math.max(one, other)}`;
      const held = found.get(key) ?? { stroke, a: from[Math.min(one, other)], b: from[Math.max(one, other)], count: 0, pence: 0 };
      held.count += 1;
      held.pence += link.pence;
      found.set(key, held);
    }
    bundles.set(from, [...found.values()].sort((one, other) => other.count - one.count).slice(0, 150));
  }
  return bundles.get(from);
}

const bundledAs = (link) => (link.link === "PAID" ? "money" : link.link === "ASKED_AT" ? "missing" : "plain");

const blocks = frames.filter((frame) => frame.block);
const inner = frames.filter((frame) => !frame.around);

function holds(frame, x, y) {
  return x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + frame.height;
}

// The place of a thing's frame in a list of frames; looked up once for each list.
const homes = new Map();
function frameOf(thing, from) {
  if (!homes.has(from)) homes.set(from, new Map());
  const known = homes.get(from);
  if (!known.has(thing)) {
    const place = from.findIndex((frame) => holds(frame, thing.x, thing.y));
    known.set(thing, place < 0 ? null : place);
  }
  return known.get(thing);
}

const tallies = new Map();
function tally(frame) {
  if (!tallies.has(frame)) {
    const held = things.filter((thing) => holds(frame, thing.x, thing.y));
    tallies.set(frame, { things: held.filter((one) => one.hollow < 2).length, missing: held.filter((one) => one.hollow === 2).length });
  }
  return tallies.get(frame);
}
