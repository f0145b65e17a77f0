"use strict";
// The same things and links as a table that can be sorted, for those who cannot use the picture.

const PAGE = 200;
const codesOf = (thing) => [...new Set(thing.findings.map((place) => findings[place]).filter((one) => !one.open.length).map((one) => one.code))].join(", ");
const areaOf = (thing) => { const place = frameOf(thing, inner); return place === null ? "" : inner[place].label; };
const TABLES = {
  things: {
    rows: () => things.filter((thing) => thing.strong),
    columns: [
      ["Name", (one) => one.label, nameOf], ["Kind", (one) => one.says], ["Sector", (one) => one.sector],
      ["Where", areaOf], ["Tier", (one) => one.tiers.join(", ")], ["Themes", (one) => one.themes.join(", ")],
      ["Links", (one) => one.links.length], ["Findings", codesOf], ["Source", (one) => short(sourceOf(one))],
    ],
  },
  links: {
    rows: () => scene.links,
    columns: [
      ["Who", (one) => one.a.label, (one) => nameOf(one.a)], ["How", wordsOf],
      ["What", (one) => one.b.label, (one) => nameOf(one.b)], ["More", moreOf],
      ["£", (one) => (one.pence ? one.pence / 100 : "")], ["Source", (one) => short(sourceOf(one))],
    ],
  },
};
const order = { things: [0, 1], links: [0, 1] };
let rowsShown = PAGE;

const chosenTable = () => document.querySelector("input[name=table]:checked").value;

function fillTable() {
  if (!at("facts").open) return;
  const name = chosenTable(), { rows, columns } = TABLES[name], [by, way] = order[name];
  const value = columns[by][1];
  const compare = new Intl.Collator("en-GB", { numeric: true }).compare;
  const held = rows().map((one) => [value(one), one]);
  held.sort(([a], [b]) => way * (typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b))));
  const body = document.createElement("tbody");
  body.append(...held.slice(0, rowsShown).map(([, one]) => rowOf(columns, one)));
  at("table").replaceChildren(headOf(name, columns), body);
  at("more").hidden = held.length <= rowsShown;
  at("more").textContent = `${rowsShown.toLocaleString("en-GB")} of ${held.length.toLocaleString("en-GB")} rows are here. Show more`;
}

function headOf(name, columns) {
  const head = document.createElement("thead"), line = document.createElement("tr");
  columns.forEach(([title], place) => {
    const cell = document.createElement("th"), button = made("button", title);
    const [by, way] = order[name];
    cell.scope = "col";
    if (by === place) { cell.setAttribute("aria-sort", way > 0 ? "ascending" : "descending"); button.append(way > 0 ? " ▲" : " ▼"); }
    button.type = "button";
    button.addEventListener("click", () => {
      order[name] = [place, by === place ? -way : 1];
      fillTable();
      at("table").querySelectorAll("th button")[place].focus();
    });
    cell.append(button);
    line.append(cell);
  });
  head.append(line);
  return head;
}

function rowOf(columns, one) {
  const line = document.createElement("tr");
  for (const [title, value, element] of columns) {
    const cell = element ? document.createElement("td") : made("td", value(one) === "" ? "" : value(one).toLocaleString("en-GB"), title === "Source" ? "source" : "");
    if (element) cell.append(element(one));
    line.append(cell);
  }
  return line;
}
