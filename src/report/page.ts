/** The page of the report. It loads nothing. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { packageFile } from "../files/package-root.js";
import { html, ownCode, type Html } from "./html.js";
import type { Section } from "./section.js";

export interface PageParts {
  readonly title: string;
  readonly head: Html;
  readonly sections: readonly Section[];
  readonly foot: Html;
}

/** The whole file. */
export function renderPage({ title, head, sections, foot }: PageParts): string {
  const style = readFileSync(packageFile("assets/report.css"), "utf8");
  const script = readFileSync(packageFile("assets/report.js"), "utf8");
  // the policy blocks all other code, even if some got into the page
  const policy = `default-src 'none'; style-src '${digestOf(style)}'; script-src '${digestOf(script)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
${String(
  html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${policy}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="referrer" content="no-referrer" />
      <meta name="color-scheme" content="light dark" />
      <title>${title}</title>
      ${ownCode("style", style)}
    </head>
    <body>
      <a class="skip" href="#main">Skip to the report</a>
      ${head}
      <nav class="bar" aria-label="Sections">
        <ul>
          ${linksTo(sections)}
        </ul>
        <div class="tools" hidden>
          <input
            id="search"
            type="search"
            placeholder="Search everything"
            aria-label="Search the report"
            autocomplete="off"
            spellcheck="false"
          /><output id="found" aria-live="polite"></output
          ><button id="theme" type="button" aria-label="Switch between light and dark">◐</button>
        </div>
      </nav>
      <main id="main">${sections.map(sectionOf)}</main>
      ${foot} ${ownCode("script", script)}
    </body>
  </html>`,
)}
`;
}

function linksTo(sections: readonly Section[]): Html[] {
  return sections.map(
    ({ id, short, count }) =>
      html`<li>
        <a href="#${id}"
          >${short}${count === null ? null : html` <span class="n">${count.toLocaleString("en-US")}</span>`}</a
        >
      </li>`,
  );
}

function sectionOf({ id, title, lead, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${lead === "" ? null : html`<p class="lead">${lead}</p>`}${body}
  </section> `;
}

function digestOf(code: string): string {
  return `sha256-${createHash("sha256").update(code).digest("base64")}`;
}
