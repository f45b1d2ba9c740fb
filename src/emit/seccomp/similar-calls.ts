/** Which calls of equal power a profile allows beside those that were used. */
import type { ArgumentEntry, Baseline } from "../../model/baseline/baseline.js";
import { NAMESPACES, unionOf } from "../clone-flags.js";
import { callNames } from "./rows/call-names.js";
import { SIMILAR_CALLS, type SimilarCalls } from "./rows/similar-calls.js";

/** Processes are made by any of these, as long as no namespaces are. */
const MAKE_PROCESSES = ["clone", "fork", "vfork"];
const CLONE_THREAD = 0x1_0000n;

/** What threads do to one another, as soon as there are two of them. */
const THREADS = callNames("futex gettid sched_yield set_robust_list tgkill");

/** What is allowed besides the calls that were used, by what they are allowed for. */
export function similarCalls(
  used: ReadonlySet<string>,
  { syscallArguments }: Pick<Baseline, "syscallArguments">,
): SimilarCalls[] {
  const entries = syscallArguments.filter(({ call }) => call === "clone" || call === "clone3");
  return [...SIMILAR_CALLS, ...processes(used, entries), ...threads(entries)].filter((similar) =>
    similar.used.some((name) => used.has(name)),
  );
}

/** Those without flags make nothing but plain processes; clone's flags are looked at elsewhere. */
function processes(used: ReadonlySet<string>, entries: readonly ArgumentEntry[]): SimilarCalls[] {
  const isPlain = entries.some((entry) => (unionOf([entry]) & NAMESPACES) === 0n);
  const isNamed = used.has("fork") || used.has("vfork");
  if (!isPlain && !isNamed) return [];
  const what = "make a process without namespaces";
  // Of a clone that was not recorded no flags are known, and it would be allowed with all.
  const allowed = entries.length > 0 ? MAKE_PROCESSES : ["fork", "vfork"];
  return [{ what, used: [...MAKE_PROCESSES, "clone3"], allowed }];
}

function threads(entries: readonly ArgumentEntry[]): SimilarCalls[] {
  const isMade = (unionOf(entries) & CLONE_THREAD) !== 0n;
  return isMade ? [{ what: "work with threads", used: ["clone", "clone3"], allowed: THREADS }] : [];
}
