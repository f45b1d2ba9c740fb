// What the page can do beyond showing itself: search, and another theme. It loads and keeps nothing.
const root = document.documentElement;
const search = document.getElementById("search");
const found = document.getElementById("found");
const rows = [...document.querySelectorAll("[data-s]")];
const sections = [...document.querySelectorAll("main section")];
/** Rows that are shown of what was found: more nobody reads, and a browser takes long to lay them out. */
const MOST = 500;
/** What the search opened, and the rows that it shows. */
let opened = [];
let hits = [];
/** The elements that the rows stand in. */
const around = new Set();
let texts = null;

document.querySelector(".tools").hidden = false;

document.getElementById("theme").addEventListener("click", () => {
  const isDark =
    getComputedStyle(root).colorScheme === "dark" ||
    (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = isDark ? "light" : "dark";
});

function find(wanted) {
  texts ??= rows.map((row) => `${row.dataset.s} ${row.textContent}`.toLowerCase());
  for (const each of opened) each.open = false;
  for (const each of hits) each.classList.remove("hit");
  for (const each of around) each.classList.remove("has-hit");
  opened = [];
  around.clear();
  const all = wanted === "" ? [] : rows.filter((_, at) => texts[at].includes(wanted));
  hits = all.slice(0, MOST);
  root.classList.toggle("searching", wanted !== "");
  for (const row of hits) {
    row.classList.add("hit");
    for (let up = row.parentElement; up && !around.has(up); up = up.parentElement) {
      around.add(up);
      up.classList.add("has-hit");
      if (up.tagName !== "DETAILS" || up.open) continue;
      up.open = true;
      opened.push(up);
    }
  }
  for (const each of sections) each.hidden = wanted !== "" && !around.has(each);
  const count = `${all.length.toLocaleString("en-US")} found`;
  const first = all.length > MOST ? `, the first ${String(MOST)} shown` : "";
  found.textContent = wanted === "" ? "" : count + first;
}

let waiting = 0;
search.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => find(search.value.trim().toLowerCase()), 120);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && document.activeElement === search) {
    search.value = "";
    find("");
  }
});
