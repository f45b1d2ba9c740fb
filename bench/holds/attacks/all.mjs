// Makes every attack under every guard, and while Falco watches.
import process from "node:process";
import { docker } from "../engine.mjs";
import { filesOf } from "../hold.mjs";
import { imageOf } from "../workloads.mjs";
import { attackSeenByFalco, attackUnder, GUARDS } from "./attack.mjs";
import { Sink } from "./sink.mjs";
import { ATTACKS, CONTROLS } from "./table.mjs";

const ALL = [...CONTROLS, ...ATTACKS];
export const TITLES = ALL.map(({ title }) => title);

export async function attackAll({ starts, results, falco, folder, tell }, workloads, texts) {
  // They make system calls by the numbers of this architecture.
  if (process.arch !== "x64") throw new Error("the attacks are for x86-64");
  const sink = new Sink();
  await sink.start(await docker("network", "inspect", "bridge", "-f", GATEWAY));
  try {
    for (const attack of chosen(texts)) {
      const workload = workloads.find(({ name }) => name === attack.workload);
      if (workload === undefined) continue;
      const files = filesOf(folder, workload);
      const context = { starts, sink, files, workload, image: imageOf(workload) };
      const result = { ...results.attacks[attack.title], workload: workload.name };
      for (const guard of Object.keys(GUARDS)) {
        result[guard] = await attackUnder(guard, attack, context);
      }
      if (falco !== null) result.falco = await attackSeenByFalco(attack, context);
      results.attacks[attack.title] = result;
      tell(`${attack.title}: ${describe(result)}`);
    }
  } finally {
    sink.stop();
  }
}

function chosen(texts) {
  return ALL.filter(({ title }) => texts.split(",").some((text) => title.includes(text)));
}

const GATEWAY = "{{range .IPAM.Config}}{{.Gateway}}{{end}}";

function describe(result) {
  const succeeds = Object.keys(GUARDS).filter((guard) => result[guard].isReached);
  return `succeeds under ${succeeds.join(", ") || "nothing"}; Falco: ${result.falco?.join(", ") ?? "not tried"}`;
}
