"use strict";
// The card of the thing in focus: facts, findings, links, each with its cell. Text goes in as text, set apart by
// bdi, so that no sign in a name turns what stands around it.

function made(tag, text = "", className = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) { const apart = document.createElement("bdi"); apart.textContent = text; element.append(apart); }
  return element;
}

function nameOf(thing) {
  const button = made("button", thing.label, "name");
  button.type = "button";
  button.addEventListener("click", () => { look(thing); at("about").focus(); });
  return button;
}

const sourceNote = (text) => (text ? [" ", made("span", short(text), "source")] : []);

function tell() {
  const about = at("about"), thing = state.focus;
  about.hidden = thing === null;
  about.replaceChildren();
  if (thing === null) return;
  const close = made("button", "Close", "close");
  close.type = "button";
  close.addEventListener("click", letGo);
  about.append(close, made("h2", thing.label), says(thing));
  if (thing.facts.length) about.append(factsOf(thing));
  const found = thing.findings.map((place) => findings[place]);
  tellList(about, "Findings", found.filter((one) => !one.open.length).map(findingOf));
  tellList(about, "Not yet known", found.filter((one) => one.open.length).map(findingOf));
  const shown = thing.links.filter((link) => link.a.seen && link.b.seen);
  tellList(about, `Links (${shown.length.toLocaleString("en-GB")})`, shown.slice(0, 300).map((link) => linkOf(link, thing)));
  if (onlyFile) about.append(made("p", `Cells are those of ${onlyFile}.`, "source"));
}

function says(thing) {
  const words = [thing.says, thing.sector].filter(Boolean).join(", ");
  const line = made("p", thing.hollow === 2 ? "Asked for, and not found there" : words);
  line.append(...sourceNote(sourceOf(thing)));
  return line;
}

function factsOf(thing) {
  const list = document.createElement("dl");
  for (const [heading, text, sheet, row] of thing.facts) {
    const told = made("dd", text);
    told.append(...sourceNote(sourceOf({ sheet: row === undefined ? thing.sheet.split("!")[0] + sheet : sheet, row: row ?? thing.row })));
    list.append(made("dt", heading), told);
  }
  return list;
}

function tellList(about, title, items) {
  if (!items.length) return;
  const list = document.createElement("ul");
  list.append(...items);
  about.append(made("h3", title), list);
}

function findingOf(one) {
  const item = document.createElement("li");
  item.append(made("span", `${one.code}, ${one.severity}`, one.severity), ": ", made("span", one.message));
  if (one.open.length) item.append(" ", made("span", `Not known: who sits on ${one.open.join(", ")}.`));
  item.append(...sourceNote(one.sources));
  return item;
}

function linkOf(link, thing) {
  const item = document.createElement("li");
  const end = (one) => (one === thing ? made("span", one.label) : nameOf(one));
  item.append(end(link.a), ` ${wordsOf(link)} `, end(link.b));
  if (moreOf(link)) item.append(" (", made("span", moreOf(link)), ")");
  item.append(...sourceNote(sourceOf(link)));
  return item;
}
