// Rounds of measurements as medians, in rows for a table.
import { OTHER, OWN, UNWATCHED } from "./watchers.mjs";

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** What cxray promises; the bench fails where a median breaks it. `perEvent` is µs of CPU time. */
const LIMITS = { slower: 1.1, lost: 0, peak: 350, bytes: 100, perEvent: 40 };

/** What one measurement says, given the run that nobody watched in the same round. */
function figuresOf(measured, unwatched) {
  const { nanoseconds, events, cpu, database, lost, peak } = measured;
  return {
    ratio: nanoseconds / unwatched.nanoseconds,
    nanoseconds,
    ...(events === undefined
      ? {}
      : { lost, peak, perEvent: (cpu * 1e6) / events, bytes: database / events, events }),
  };
}

/** The row of each workload and watcher, with the median and the range of each figure. */
export function summarize(rounds) {
  const rows = new Map();
  for (const round of rounds) {
    for (const [workload, byWatcher] of Object.entries(round)) {
      for (const [watcher, measured] of Object.entries(byWatcher)) {
        const key = `${workload}\0${watcher}`;
        const row = rows.get(key) ?? { workload, watcher, values: {} };
        rows.set(key, row);
        const figures = figuresOf(measured, byWatcher[UNWATCHED]);
        const before = byWatcher[OTHER];
        if (watcher === OWN && before) figures.slower = measured.nanoseconds / before.nanoseconds;
        for (const [name, value] of Object.entries(figures)) (row.values[name] ??= []).push(value);
      }
    }
  }
  return [...rows.values()].map(({ values, ...row }) => ({
    ...row,
    ...Object.fromEntries(Object.entries(values).map(([name, all]) => [name, median(all)])),
    range: [Math.min(...values.ratio), Math.max(...values.ratio)],
  }));
}

export const show = (value) =>
  value >= 1000 ? Math.round(value).toLocaleString("en-US") : value.toFixed(2);

/** For a terminal. */
export function table(rows) {
  return rows
    .map(({ workload, watcher, ratio, range, nanoseconds, ...figures }) => {
      const cells = [
        `${show(ratio)}× (${range.map(show).join("–")})`,
        `${show(nanoseconds / 1000)} µs a turn`,
        ...(figures.events === undefined
          ? []
          : [
              `${show(figures.perEvent)} µs of CPU an event`,
              `${show(figures.bytes)} bytes an event`,
              `${show(figures.events)} events`,
              `${figures.lost} lost`,
              `${Math.round(figures.peak)} MB`,
            ]),
        ...(figures.slower === undefined ? [] : [`${show(figures.slower)}× of before`]),
      ];
      return `${workload.padEnd(14)} ${watcher.padEnd(30)} ${cells.join(" · ")}`;
    })
    .join("\n");
}

/** The promises that are broken, a line each. */
export function brokenLimits(rows) {
  return rows
    .filter(({ watcher }) => watcher === OWN)
    .flatMap((row) =>
      Object.entries(LIMITS)
        .filter(([name, limit]) => row[name] > limit)
        .map(([name, limit]) => `${row.workload}: ${name} ${show(row[name])} > ${limit}`),
    );
}
