"use strict";
// What the page holds: things, links, findings, frames. Columns become records again.

const at = (id) => document.getElementById(id);

function valuesOf(column) {
  if (Array.isArray(column)) return column;
  if (column.of) return column.at.map((place) => column.of[place]);
  if (column.runs) return column.runs.flatMap(([value, often]) => Array(often).fill(value));
  let sum = 0;
  return column.steps.map((step) => { sum += step; return sum; });
}

function records(packed) {
  const made = Array.from({ length: packed.rows }, () => ({}));
  for (const [name, column] of Object.entries(packed.columns)) {
    const values = valuesOf(column);
    for (let row = 0; row < packed.rows; row += 1) made[row][name] = values[row];
  }
  return made;
}

const readPart = (id) => JSON.parse(at(id).textContent);
const things = records(readPart("nodes"));
const links = records(readPart("edges"));
const { frames, lines, kinds, themes } = readPart("rest");
const findings = records(readPart("findings"));

const looks = new Map(lines.map((line) => [line.link, line]));
const colours = new Map(kinds.map((kind) => [kind.name, kind.colour]));
const sheets = new Map(kinds.map((kind) => [kind.name, kind.sheet]));
const byKey = new Map();
const mostMoney = links.reduce((most, link) => Math.max(most, link.pence), 1);

things.forEach((thing, place) => {
  thing.id = place;
  thing.links = [];
  thing.found = thing.label.toLowerCase();
  thing.themes = thing.themes.map((number) => themes[number]);
  // What a link to a view calls it: its name, and its turn where several share one.
  let key = `${thing.kind} ${thing.label}`;
  for (let turn = 2; byKey.has(key); turn += 1) key = `${thing.kind} ${thing.label} ${turn}`;
  thing.key = key;
  byKey.set(key, thing);
});
for (const link of links) {
  link.a = things[link.from];
  link.b = things[link.to];
  link.a.links.push(link);
  if (link.a !== link.b) link.b.links.push(link);
}

// Where a cell is: the file and sheet, then the cell. Of one file alone, its name is told once, at the foot of a card.
const MARK = " › ";
const files = new Set([...links, ...things].map((one) => one.sheet.split(MARK)).filter((parts) => parts.length > 1).map(([file]) => file));
const [onlyFile] = files.size === 1 ? files : [""];
const short = (text) => (onlyFile ? text.replaceAll(onlyFile + MARK, "") : text);

const sourceOf = (one) => one.sheet + (one.row ? String(one.row) : "");
const wordsOf = (link) => looks.get(link.link).words;
const moreOf = (link) => [link.as, link.when].filter(Boolean).join(", ");
