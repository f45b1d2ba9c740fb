// What the page can do beyond showing itself: search, and another theme. It loads and keeps nothing.
const root = document.documentElement;
const search = document.getElementById("search");
const found = document.getElementById("found");
const rows = [...document.querySelectorAll("[data-s]")];
/** What was open before the search opened more. */
let opened = [];
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
  opened = [];
  root.classList.toggle("searching", wanted !== "");
  let count = 0;
  rows.forEach((row, at) => {
    const isHit = wanted !== "" && texts[at].includes(wanted);
    row.classList.toggle("hit", isHit);
    if (!isHit) return;
    count += 1;
    for (
      let up = row.parentElement?.closest("details:not([open])");
      up;
      up = up.parentElement?.closest("details:not([open])")
    ) {
      up.open = true;
      opened.push(up);
    }
  });
  found.textContent = wanted === "" ? "" : `${String(count)} found`;
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
