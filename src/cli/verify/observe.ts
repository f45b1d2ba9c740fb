/** Reads from a recording what happened in the two runs. */
import { judgeCompleteness } from "../../gaps/completeness.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import type { Container, Recording } from "../../model/recordings/recording.js";
import type { Fact } from "../../model/events/fact.js";
import type { Store } from "../../store/index.js";
import { describeReason } from "../incomplete.js";
import type { Observed } from "./judge.js";
import { KnownEntries } from "./known-entries.js";
import type { PolicyRow } from "./policies.js";
import { findRefusals } from "./refusals.js";
import type { Runs } from "./runs-in-turn.js";

/** The machine, engine and runtime of the verification. */
export interface TriedOn {
  readonly engine: string;
  readonly runtime: string;
  readonly kernel: string;
  readonly architecture: string;
}

export interface Observation extends Observed {
  readonly triedOn: TriedOn;
  readonly known: KnownEntries;
}

type Recorded = Pick<Store, "containers" | "recordings" | "facts">;

export function observe(
  store: Recorded,
  { free, under, again, underAgain }: Runs,
  baseline: Baseline,
  row: PolicyRow,
): Observation {
  const ids = [free, under, again, underAgain].flatMap((run) => run?.containerId ?? []);
  const containers = store.containers().filter(({ id }) => ids.includes(id));
  const facts = new Map<string, Fact[]>(ids.map((id) => [id, []]));
  for (const fact of store.facts({ containerIds: ids })) facts.get(fact.containerId)?.push(fact);
  const factsOf = (id: string | null): readonly Fact[] => facts.get(id ?? "") ?? [];
  const known = new KnownEntries(baseline);
  const withoutPolicy = [free, again].flatMap((run) => factsOf(run?.containerId ?? null));
  const underPolicy = [under, underAgain].flatMap((run) => factsOf(run?.containerId ?? null));
  const found = findRefusals(withoutPolicy, underPolicy, (path) => known.nameOf(path));
  const isMeant = (refusal: (typeof found.byPolicy)[number]): boolean => row.isMeant(refusal);
  return {
    known,
    isStarted: {
      free: factsOf(free.containerId).some(isProgramsStart),
      under: factsOf(under.containerId).some(isProgramsStart),
    },
    refusals: { ...found, byPolicy: found.byPolicy.filter((each) => !isMeant(each)) },
    meant: found.byPolicy.filter(isMeant),
    missing: whatIsMissing(store.recordings(), containers),
    triedOn: triedOn(store.recordings(), containers),
  };
}

function isProgramsStart({ behaviour, actor }: Fact): boolean {
  return behaviour.kind === "exec" && actor.phase === "workload" && actor.origin === "main";
}

function whatIsMissing(
  recordings: readonly Recording[],
  containers: readonly Container[],
): string[] {
  const nothing = { silentContainers: 0, truncatedPaths: 0 };
  const { reasons } = judgeCompleteness({ recordings, containers, ...nothing });
  return reasons.map(describeReason);
}

function triedOn(recordings: readonly Recording[], containers: readonly Container[]): TriedOn {
  const [recording] = recordings;
  const [container] = containers;
  const { name = "", version = "" } = container?.runtime ?? {};
  return {
    engine: container?.engine ?? "unknown",
    runtime: `${name} ${version}`.trim(),
    kernel: recording?.kernel ?? "",
    architecture: recording?.architecture ?? "",
  };
}
