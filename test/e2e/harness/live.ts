/**
 * Live tests load eBPF and run containers, which takes root. Each says so:
 * `describe("a recording", live, () => …)`.
 */
const missing = process.getuid?.() === 0 ? undefined : "needs root: nothing was tested here";

// A continuous build that skips them would be green without having tested the tool.
if (missing !== undefined && process.env["CI"] === "true") throw new Error(missing);
if (missing !== undefined) process.stderr.write(`SKIPPED: ${missing}\n`);

export const isLive = missing === undefined;

export const live: { readonly skip: string | false } = { skip: missing ?? false };
