// What cxray promises of each case. The soak fails where one is broken.
const LEAST_KEPT = 0.99;
const MOST_SECONDS = 5;
/** The log has a line for each event: of what a flood did there may be more than it writes in 5 s. */
const MOST_LOG_MICROSECONDS = 10;
const MOST_EMIT_MB = 500;
const MOST_RECORDER_MB = 300;

/** The bounds that a row breaks, in words. */
export function brokenBy(row) {
  const broken = [];
  const check = (holds, words) => {
    if (!holds) broken.push(words);
  };
  check(row.said, `what happened was not said (status ${row.status})`);
  check((row.kept ?? 1) >= LEAST_KEPT, `only ${(100 * row.kept).toFixed(1)} % were kept`);
  check((row.kept ?? 1) <= 1, `more is recorded than was done: ${(100 * row.kept).toFixed(1)} %`);
  check(row.memory <= MOST_RECORDER_MB, `the recorder took ${row.memory.toFixed(0)} MB`);
  check(row.partial !== true, "the image that did nothing wrong is partial");
  for (const [stage, { seconds, memory }] of Object.entries(row.stages ?? {})) {
    if (stage === "aggregate" || stage === "profile") continue;
    const ofEvents = stage === "log" ? ((row.actions ?? 0) * MOST_LOG_MICROSECONDS) / 1e6 : 0;
    const most = Math.max(MOST_SECONDS, ofEvents);
    check(seconds <= most, `${stage} took ${seconds.toFixed(1)} s`);
    check(memory <= MOST_EMIT_MB, `${stage} took ${memory.toFixed(0)} MB`);
  }
  return [...broken, ...(row.faults ?? [])];
}
