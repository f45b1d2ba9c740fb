/** Selects the calls of equal power that a profile allows beside the used ones. */
import type { ArgumentEntry, Baseline } from "../../model/baseline/baseline.js";
import { NAMESPACES, unionOf } from "../clone-flags.js";
import { callNames } from "./rows/call-names.js";
import { SIMILAR_CALLS, type SimilarCalls } from "./rows/similar-calls.js";

/** Each of these makes a process. They are equal as long as no namespace is made. */
const MAKE_PROCESSES = ["clone", "fork", "vfork"];
const CLONE_THREAD = 0x1_0000n;

/** Calls that threads make as soon as there are two of them. */
const THREADS = callNames("futex gettid sched_yield set_robust_list tgkill");

/** The calls allowed besides the used ones, grouped by purpose. */
export function similarCalls(
  used: ReadonlySet<string>,
  { syscallArguments }: Pick<Baseline, "syscallArguments">,
): SimilarCalls[] {
  const entries = syscallArguments.filter(({ call }) => call === "clone" || call === "clone3");
  return [...SIMILAR_CALLS, ...processes(used, entries), ...threads(entries)].filter((similar) =>
    similar.used.some((name) => used.has(name)),
  );
}

/**
 * fork and vfork have no flags and make only plain processes; clone's flags are restricted
 * elsewhere.
 */
function processes(used: ReadonlySet<string>, entries: readonly ArgumentEntry[]): SimilarCalls[] {
  const isPlain = entries.some((entry) => (unionOf([entry]) & NAMESPACES) === 0n);
  const isNamed = used.has("fork") || used.has("vfork");
  if (!isPlain && !isNamed) return [];
  const what = "make a process without namespaces";
  // The flags of an unrecorded clone are unknown, so the profile would allow it with any.
  const allowed = entries.length > 0 ? MAKE_PROCESSES : ["fork", "vfork"];
  return [{ what, used: [...MAKE_PROCESSES, "clone3"], allowed }];
}

function threads(entries: readonly ArgumentEntry[]): SimilarCalls[] {
  const isMade = (unionOf(entries) & CLONE_THREAD) !== 0n;
  return isMade ? [{ what: "work with threads", used: ["clone", "clone3"], allowed: THREADS }] : [];
}
