"use strict";
// The editor: colours behind the text, line numbers, names of the ontology offered while one types.
// The text stays in the page's own textarea, so that the form works as without a script.

const FORM = document.getElementById("ask");
const TEXT = document.getElementById("text");
const BOX = TEXT.parentElement;
const WORDS = ("a as asc ask base bind by construct count avg sum min max sample group_concat separator desc describe " +
  "distinct reduced exists not filter from named graph group having in limit minus offset optional order prefix select " +
  "undef union values where bound coalesce concat contains datatype day if iri isblank isiri isliteral lang langmatches " +
  "lcase month now regex replace round sameterm str strafter strbefore strends strlang strlen strstarts substr ucase year true false").split(" ");
const KEYS = new Set(WORDS);
const TOKEN = /("""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|(<[^<>"{}|^`\\\s]*>)|(#[^\n]*)|([?$][\p{L}\p{N}_]+)|((?:[A-Za-z][\w-]*)?:[\p{L}\p{N}_.%-]*)|([A-Za-z_]\w*)|([^])/gu;
const CLASSES = ["", "t-text", "t-iri", "t-note", "t-var", "t-name"];
// Names of others that queries on this graph use; ours come from /api/terms.
const OTHERS = ["rdf:type", "rdfs:label", "rdfs:comment", "rdfs:subClassOf", "rdfs:subPropertyOf", "skos:prefLabel", "skos:altLabel",
  "skos:broader", "skos:inScheme", "skos:definition", "dcterms:title", "prov:wasDerivedFrom", "owl:sameAs", "xsd:date", "xsd:integer", "xsd:string"];
const MOST = 12;

// What is seen

function element(name, classes, text) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (text !== undefined) made.textContent = text;
  return made;
}

const stage = element("div", "stage"), numbers = element("div", "numbers"), paint = element("div", "paint"), inner = element("div");
numbers.setAttribute("aria-hidden", "true");
paint.setAttribute("aria-hidden", "true");
paint.append(inner);
BOX.replaceChildren(numbers, stage);
stage.append(paint, TEXT);
BOX.classList.add("live");
let wrong = Number(BOX.dataset.line || 0);

function* tokens(text) {
  for (const match of text.matchAll(TOKEN)) {
    let kind = match.slice(1).findIndex(part => part !== undefined) + 1;
    if (kind === 6) kind = KEYS.has(match[6].toLowerCase()) ? 6 : 0;
    if (kind === 7) kind = 0;
    yield [kind, match[0], match.index];
  }
}

function show() {
  const parts = [];
  let plain = "";
  for (const [kind, part] of tokens(TEXT.value)) {
    if (kind === 0) { plain += part; continue; }
    if (plain) parts.push(document.createTextNode(plain));
    plain = "";
    parts.push(element("span", kind === 6 ? "t-key" : CLASSES[kind], part));
  }
  parts.push(document.createTextNode(plain + "\n"));
  inner.replaceChildren(...parts);
  const lines = TEXT.value.split("\n").length;
  if (numbers.childElementCount !== lines || wrong) {
    numbers.replaceChildren(...Array.from({length: lines}, (_, at) => element("div", at + 1 === wrong ? "wrong" : "", String(at + 1))));
  }
  follow();
}

function follow() {
  inner.style.transform = `translate(${-TEXT.scrollLeft}px, ${-TEXT.scrollTop}px)`;
  numbers.scrollTop = TEXT.scrollTop;
  numbers.style.height = TEXT.offsetHeight + "px";
}

// Where the cursor is

function kindAt(place) {
  for (const [kind, part, index] of tokens(TEXT.value)) {
    if (index < place && place <= index + part.length) {
      // The end of a closed string is outside of it.
      const closed = (kind === 1 && part.length > 1 && part.endsWith(part[0])) || kind === 2;
      return closed && place === index + part.length ? 0 : kind;
    }
  }
  return 0;
}

function corner(place) {
  const walker = document.createTreeWalker(inner, NodeFilter.SHOW_TEXT);
  for (let left = place; walker.nextNode(); left -= walker.currentNode.length) {
    if (left > walker.currentNode.length) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, left);
    range.collapse(true);
    const box = range.getClientRects()[0] || range.getBoundingClientRect(), base = BOX.getBoundingClientRect();
    return [box.left - base.left, box.bottom - base.top];
  }
  return [0, 0];
}

function insert(start, end, text) {
  TEXT.focus();
  TEXT.setSelectionRange(start, end);
  // This way it can be undone by Ctrl+Z; where a browser has it no more, without.
  if (!document.execCommand("insertText", false, text)) TEXT.setRangeText(text, start, end, "end");
}

// What is offered

let terms = null, asking = null;

function load() {
  asking ||= fetch(FORM.dataset.terms, {headers: {Accept: "application/json"}})
    .then(answer => answer.ok ? answer.json() : Promise.reject(answer.status))
    .then(given => {
      const found = [];
      for (const one of [given.classes, given.properties, ...given.vocabularies.map(one => one.concepts)].flat()) {
        found.push({name: one.name, label: one.label || "", comment: one.comment || ""});
      }
      for (const name of OTHERS) found.push({name, label: "", comment: ""});
      terms = {prefixes: given.prefixes || {}, names: found};
      button.hidden = false;
      return terms;
    })
    .catch(() => { asking = null; });
  return asking;
}

function rank(one, typed, local) {
  const sought = typed.toLowerCase(), own = local.toLowerCase(), label = one.label.toLowerCase();
  // Classes begin with a capital, properties do not.
  if (local.startsWith(typed)) return local === typed ? 0 : 1;
  if (own.startsWith(sought)) return 2;
  if (label.startsWith(sought)) return 3;
  return own.includes(sought) || label.includes(sought) ? 4 : 9;
}

function offered(forced) {
  const end = TEXT.selectionStart;
  if (end !== TEXT.selectionEnd) return null;
  const kind = kindAt(end);
  if (kind >= 1 && kind <= 3) return null;
  const before = TEXT.value.slice(0, end);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (/^\s*(PREFIX|BASE)\b/i.test(line)) return null;
  const variable = /[?$]([\p{L}\p{N}_]*)$/u.exec(before);
  if (variable) {
    if (!forced && !variable[1]) return null;
    const names = new Set([...TEXT.value.matchAll(/[?$][\p{L}\p{N}_]+/gu)].filter(m => m.index !== variable.index).map(m => "?" + m[0].slice(1)));
    const found = [...names].filter(name => name.slice(1).startsWith(variable[1]) && name.slice(1) !== variable[1]).sort();
    return {start: end - variable[0].length, end, found: found.slice(0, MOST).map(name => ({name, label: "", comment: ""}))};
  }
  if (!terms) return null;
  const named = /(?<![\w?$-])([A-Za-z][\w-]*):([\p{L}\p{N}_.-]*)$/u.exec(before);
  if (named) {
    const prefix = named[1] + ":", sought = named[2];
    const found = best(terms.names.filter(one => one.name.startsWith(prefix)), sought, one => one.name.slice(prefix.length));
    // What is written out in full needs no list that would take the Enter key.
    if (!forced && found.length && found[0].name === named[0]) return null;
    return {start: end - named[0].length, end, found};
  }
  if (!forced) return null;
  const word = /[\p{L}_][\p{L}\p{N}_-]*$/u.exec(before);
  const sought = word ? word[0].toLowerCase() : "";
  const found = best(terms.names, word ? word[0] : "", one => one.name.slice(one.name.indexOf(":") + 1));
  const keys = sought ? WORDS.filter(one => one.length > 1 && one.startsWith(sought)).slice(0, 4).map(one => ({name: one.toUpperCase(), label: "", comment: ""})) : [];
  const prefixes = sought ? Object.keys(terms.prefixes).filter(one => one.startsWith(sought)).slice(0, 4).map(one => ({name: one + ":", label: terms.prefixes[one], comment: ""})) : [];
  return {start: end - (word ? word[0].length : 0), end, found: [...keys, ...found, ...prefixes].slice(0, MOST)};
}

function best(names, sought, local) {
  return names.map(one => [rank(one, sought, local(one)), one]).filter(pair => pair[0] < 9)
    .sort((a, b) => a[0] - b[0] || a[1].name.length - b[1].name.length || (a[1].name < b[1].name ? -1 : 1))
    .slice(0, MOST).map(pair => pair[1]);
}

// The list

const list = element("ul", "offers"), said = element("p", "unseen");
let open = null, at = 0;
list.id = "offers";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", document.querySelector("label[for=text]").textContent);
list.hidden = true;
said.setAttribute("role", "status");
BOX.append(list);
BOX.after(said);
TEXT.setAttribute("aria-autocomplete", "list");
TEXT.setAttribute("aria-haspopup", "listbox");
TEXT.setAttribute("aria-controls", "offers");

function close() {
  open = null;
  list.hidden = true;
  list.replaceChildren();
  TEXT.removeAttribute("aria-activedescendant");
}

function offer(forced) {
  const given = offered(forced);
  if (!given || !given.found.length) {
    if (forced) said.textContent = FORM.dataset.nothing;
    close();
    return;
  }
  open = given;
  list.replaceChildren(...given.found.map((one, number) => {
    const item = element("li", "");
    item.id = "offer-" + number;
    item.setAttribute("role", "option");
    item.append(element("span", "", one.name), element("span", "told", one.label));
    if (one.comment) item.title = one.comment;
    item.addEventListener("mousedown", event => { event.preventDefault(); at = number; take(); });
    return item;
  }));
  list.hidden = false;
  const [left, top] = corner(given.start);
  list.style.top = top + 2 + "px";
  list.style.left = Math.max(4, Math.min(left, BOX.clientWidth - list.offsetWidth - 4)) + "px";
  said.textContent = FORM.dataset.offered.replace("{n}", given.found.length);
  move(0);
}

function move(to) {
  const count = open.found.length;
  at = (to + count) % count;
  [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
  TEXT.setAttribute("aria-activedescendant", "offer-" + at);
  list.children[at].scrollIntoView({block: "nearest"});
}

function take() {
  const {start, end} = open, name = open.found[at].name;
  close();
  insert(start, end, name);
  if (!name.startsWith("?")) declare([name.slice(0, Math.max(0, name.indexOf(":")))]);
  close();
  show();
}

// Prefixes

function undeclared() {
  const used = new Set(), declared = new Set();
  let before = "";
  for (const [kind, part] of tokens(TEXT.value)) {
    if (kind === 5) (before === "prefix" ? declared : used).add(part.slice(0, part.indexOf(":")));
    if (part.trim()) before = part.toLowerCase();
  }
  return [...used].filter(name => !declared.has(name));
}

function declare(names) {
  const missing = undeclared();
  const lines = names.filter(name => missing.includes(name) && terms && terms.prefixes[name]).map(name => `PREFIX ${name}: <${terms.prefixes[name]}>\n`);
  if (!lines.length) return;
  const place = TEXT.selectionStart + lines.join("").length;
  insert(0, 0, lines.join(""));
  TEXT.setSelectionRange(place, place);
}

const button = document.getElementById("prefixes");
button.addEventListener("click", () => { declare(undeclared()); show(); });

// Keys

let typed = false;
TEXT.addEventListener("input", event => {
  wrong = 0;
  show();
  typed = !event.inputType || event.inputType.startsWith("insertText") || event.inputType.startsWith("insertComp") || event.inputType.startsWith("delete");
  if (!typed) { close(); return; }
  if (terms) offer(false); else load().then(() => offer(false));
});
TEXT.addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    close();
    FORM.requestSubmit();
  } else if (event.key === " " && event.ctrlKey) {
    event.preventDefault();
    load().then(() => offer(true));
  } else if (!open || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(at + (event.key === "ArrowDown" ? 1 : -1));
  } else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
    event.preventDefault();
    take();
  } else if (event.key === "Escape") {
    event.preventDefault();
    close();
  } else if (["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"].includes(event.key)) {
    close();
  }
});
TEXT.addEventListener("scroll", () => { follow(); if (open) close(); });
TEXT.addEventListener("blur", close);
TEXT.addEventListener("focus", load);
TEXT.addEventListener("mousedown", close);
new ResizeObserver(follow).observe(TEXT);
// A long query does not fit an address.
FORM.addEventListener("submit", () => { FORM.method = encodeURIComponent(TEXT.value).length > 12000 ? "post" : "get"; });

for (const one of document.querySelectorAll(".scripted")) one.hidden = false;
show();
