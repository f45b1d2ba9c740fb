/** System calls and capabilities, compared with Docker's defaults. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { DEFAULT_CAPABILITIES } from "../../model/concerns/patterns.js";
import {
  countDockerDefault,
  dockerDefaultAllowList,
  dockerDefaultConditional,
} from "../../model/kernel/docker-default.js";
import { sortedTexts } from "../../model/order.js";
import { html, type Html } from "../html.js";
import { evidenceOf, folded, type Section } from "../section.js";

/** The lists that this section shows. */
export const RIGHTS_PARTS_SHOWN = ["capabilities", "syscalls.workload", "syscalls.start"] as const;

export function rightsSection(baseline: Baseline): Section {
  const used = sortedTexts(entriesOf(baseline, "syscalls.workload").map(({ name }) => name));
  const start = sortedTexts(entriesOf(baseline, "syscalls.start").map(({ name }) => name));
  return {
    id: "rights",
    title: "System calls and capabilities",
    short: "Kernel",
    count: used.length,
    lead: "What it needed of the kernel, against what Docker's default profile and Docker's default capabilities let every container do.",
    body: html`${callBar(used, baseline)}${chips(used)}${folded(
        `${String(start.length)} calls of the container runtime, to start it`,
        chips(start),
      )}
      <h3>Capabilities</h3>
      ${capabilities(baseline)}
      <p class="source">
        Docker's default: moby/profiles seccomp/default_linux.go (2026) and moby
        daemon/pkg/oci/caps/defaults.go. Calls that the profile allows with some arguments only
        count as within it.
      </p>`,
  };
}

function isBeyond(name: string): boolean {
  return !dockerDefaultAllowList.has(name) && !dockerDefaultConditional.has(name);
}

/** How many of Docker's default calls it used, and how many others. */
function callBar(used: readonly string[], { architecture }: Baseline): Html {
  const abi = architecture === "aarch64" ? "arm64" : "x86_64";
  const all = countDockerDefault(abi) + dockerDefaultConditional.size;
  const beyond = used.filter(isBeyond).length;
  const within = used.length - beyond;
  const width = (count: number): string => ((count / (all + beyond)) * 100).toFixed(2);
  return html`<figure class="bar-figure">
    <svg
      class="share"
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      role="img"
      aria-label="${`${String(within)} of ${String(all)} calls of Docker's default were used, ${String(beyond)} beyond it`}"
    >
      <rect class="rest" width="100" height="4" />
      <rect class="within" width="${width(within)}" height="4" />
      <rect
        class="beyond"
        x="${(100 - Number(width(beyond))).toFixed(2)}"
        width="${width(beyond)}"
        height="4"
      />
    </svg>
    <figcaption>
      <b>${within}</b> of the ${all} calls that Docker's default allows were used: ${all - within}
      could be
      refused.${beyond === 0 ? null : html` <b class="warn">${beyond}</b> lie beyond the default.`}
    </figcaption>
  </figure>`;
}

function chips(names: readonly string[]): Html {
  return html`<ul class="chips">
    ${names.map((name) => html`<li class="${isBeyond(name) ? "chip beyond" : "chip"}" data-s>${name}${isBeyond(name) ? html`<span class="hidden"> (beyond Docker's default)</span>` : null}</li>`)}
  </ul>`;
}

function capabilities(baseline: Baseline): Html {
  const entries = entriesOf(baseline, "capabilities");
  const used = new Set(entries.filter(({ use }) => use === "used").map(({ name }) => name));
  const spare = DEFAULT_CAPABILITIES.filter((name) => !used.has(name));
  const rows = entries.map((entry) => {
    const { name, use, calls } = entry;
    const isOver = use === "used" && !DEFAULT_CAPABILITIES.includes(name);
    return html`<li class="row" data-s>
      <code>${name}</code>
      <span class="tag ${isOver ? "medium" : ""}"
        >${use}${isOver ? ", beyond the default" : ""}</span
      >
      ${evidenceOf(entry, baseline)}
      <div class="meta">in ${calls.join(", ")}</div>
    </li>`;
  });
  return html`<ul class="rows">
      ${rows}
    </ul>
    <p>
      ${spare.length === 0 ? "It used all that Docker grants by default." : html`Granted by Docker's default and not used: ${spare.map((name) => html`<code class="spare">${name.replace(/^CAP_/u, "")}</code> `)}`}
    </p>`;
}
