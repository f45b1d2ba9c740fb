// Makes one attack under one guard, and says whether it had its effect.
import { addressOf, askAndEnd, run, waitForOutput } from "../engine.mjs";
import { cxray } from "../cxray.mjs";
import { EFFECT, visit } from "./sink.mjs";

/** What a container is started with under each guard. */
export const GUARDS = {
  none: (_files, words) => ["docker", "run", "--rm", ...words],
  seccomp: ({ seccomp }, words) => [
    ...["docker", "run", "--rm", "--security-opt", `seccomp=${seccomp}`],
    ...words,
  ],
  container: ({ container }, words) => ["sh", container, "--rm", ...words],
};

/** @returns whether it succeeded, and the words of whoever made it */
export async function attackUnder(guard, attack, context) {
  return attempt(attack, context, async (words) => {
    const [file, ...args] = GUARDS[guard](context.files, words);
    return run(file, args);
  });
}

/** Under Docker's own defaults, while Falco watches: which rules reported it. */
export async function attackSeenByFalco(attack, context) {
  let rules = [];
  await attempt(attack, context, async (options) => {
    const command = ["docker", "run", ...options];
    const seen = await cxray("verify", "--json", "--falco", context.files.falco, "--", ...command);
    if (seen.stdout === "") throw new Error(seen.stderr);
    const { byRule, verdict, notes } = JSON.parse(seen.stdout);
    if (verdict === "not judged") throw new Error(notes.join("\n"));
    rules = byRule.map(({ rule }) => rule);
    return { stdout: "", stderr: "" };
  });
  return rules;
}

async function attempt(attack, { starts, sink, image, workload }, start) {
  sink.reset();
  const { result, attended } = await starts.during(
    (id) => attend(attack, workload, id),
    (options) => start([...options, ...sink.options, image, ...(attack.command ?? [])]),
  );
  const said = [result, ...attended].map(({ stdout }) => stdout).join("\n");
  const isReached = sink.isReached || said.split("\n").some((line) => line.trim() === EFFECT);
  return { isReached, words: `${said}\n${result.stderr}`.trim().slice(-400) };
}

async function attend({ request, port }, { client, ready }, id) {
  if (request !== undefined) {
    await waitForOutput(id, ready);
    return askAndEnd(id, client, request);
  }
  const nothing = { stdout: "" };
  if (port === undefined) return nothing;
  const address = await addressOf(id);
  const isListening = await waitForOutput(id, `PORT ${port}`);
  return isListening ? { stdout: await visit(address, port) } : nothing;
}
