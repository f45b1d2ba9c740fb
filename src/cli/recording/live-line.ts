/** The line on the terminal that shows the progress of a recording. */
import { plural } from "../../model/plural.js";
import type { RecordStatus } from "../../record/index.js";
import { isTerminal } from "../terminal/output.js";

const INTERVAL = 500;
const CLEAR_LINE = "\r\u001b[2K";

/** `3 containers · 1,204 events (520/s) · 86 distinct · 0 lost` */
export function formatStatus(status: RecordStatus, perSecond: number | null): string {
  const lost = status.losses.reduce((sum, { count }) => sum + count, 0);
  const rate = perSecond === null ? "" : ` (${count(Math.round(perSecond))}/s)`;
  return [
    plural(status.containers, "container"),
    `${plural(status.events, "event")}${rate}`,
    `${count(status.behaviours)} distinct`,
    `${count(lost)} lost`,
  ].join(" · ");
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** Shows a message while the eBPF program is loaded, which blocks the event loop. */
export function showLoading(): () => void {
  if (!isTerminal()) return () => undefined;
  process.stderr.write("cxray: loading…");
  return () => {
    process.stderr.write(CLEAR_LINE);
  };
}

/** Shows the line on a terminal, and nothing in a pipe, until the returned function is called. */
export function showLiveLine(status: () => RecordStatus): () => void {
  if (!isTerminal()) return () => undefined;
  let before = status().events;
  const timer = setInterval(() => {
    const now = status();
    const line = formatStatus(now, ((now.events - before) * 1000) / INTERVAL);
    before = now.events;
    process.stderr.write(`${CLEAR_LINE}${line.slice(0, process.stderr.columns - 1)}`);
  }, INTERVAL);
  return () => {
    clearInterval(timer);
    process.stderr.write(CLEAR_LINE);
  };
}
