// Runs the built cxray, and says how much time and memory it took.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { OUR_NAMES } from "./engine.mjs";

const MAIN = join(import.meta.dirname, "../../dist/cli/main.js");
/** Milliseconds; what takes longer is taken to have no end. */
const LONGEST = 120_000;
const LONGEST_RECORDING = 4 * LONGEST;
const SAMPLE_EVERY = 100;

/** The highest memory a process has had so far, in MB; 0 once it is gone. */
function peakOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function start(args, { keepOutput = true, longest = LONGEST } = {}) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ["ignore", keepOutput ? "pipe" : "ignore", "pipe"],
  });
  const begun = process.hrtime.bigint();
  const running = { child, stdout: "", stderr: "", memory: 0 };
  const sample = () => (running.memory = Math.max(running.memory, peakOf(child.pid)));
  const sampling = setInterval(sample, SAMPLE_EVERY);
  const timeout = setTimeout(() => child.kill("SIGKILL"), longest);
  child.stdout?.setEncoding("utf8").on("data", (text) => (running.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (running.stderr += text));
  running.sample = sample;
  running.ended = new Promise((resolve) => {
    child.once("close", (status, signal) => {
      clearInterval(sampling);
      clearTimeout(timeout);
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
      const { stdout, stderr, memory } = running;
      resolve({ status, signal, stdout, stderr, memory, seconds });
    });
  });
  return running;
}

/** Runs cxray to its end: status, signal, what it said, its seconds, and the peak of its memory in MB. */
export async function cxray(args, options) {
  return await start(args, options).ended;
}

/** Starts a recording of the soak's containers, and waits until it records. */
export async function startRecorder(db, ...more) {
  const args = ["record", "--db", db, "--container", OUR_NAMES, ...more];
  const running = start(args, { keepOutput: false, longest: LONGEST_RECORDING });
  let over = false;
  void running.ended.then(() => (over = true));
  while (!/recording/i.test(running.stderr)) {
    if (over) throw new Error(`the recorder did not start: ${running.stderr}`);
    await sleep(20);
  }
  const stop = async (signal = "SIGINT") => {
    running.sample();
    running.child.kill(signal);
    return await running.ended;
  };
  return { stop, ended: running.ended };
}
