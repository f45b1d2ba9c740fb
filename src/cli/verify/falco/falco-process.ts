/**
 * A Falco process: started with rules, checked that it sees events, and stopped after its last
 * alert.
 */
import { spawn, spawnSync, type ChildProcessByStdio } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { CxrayError } from "../../../model/errors.js";
import { isInPath } from "../../recording/run-command.js";
import { parseAlert, type Alert } from "./alerts.js";

const COMMAND = "falco";
/** The oldest version that loads the emitted rules. */
const OLDEST = [0, 42] as const;

const SETTINGS = [
  ...[
    "json_output=true",
    "json_include_output_property=true",
    "json_include_output_fields_property=true",
  ],
  ...[
    "stdout_output.enabled=true",
    "buffered_outputs=false",
    "priority=debug",
    "rule_matching=all",
  ],
  ...["syslog_output.enabled=false", "file_output.enabled=false", "webserver.enabled=false"],
].flatMap((setting) => ["-o", setting]);

export interface Falco {
  readonly version: string;
  /** one sentence each */
  readonly warnings: readonly string[];
}

/** @throws CxrayError no-falco */
export function findFalco(): Falco {
  if (!isInPath(COMMAND)) {
    throw new CxrayError("no-falco", `there is no ${COMMAND} in PATH`, [
      `Install Falco ${OLDEST.join(".")} or newer (https://falco.org/docs), or run its rules where it is.`,
      "cxray verify --format seccomp needs no Falco.",
    ]);
  }
  const { stdout } = spawnSync(COMMAND, ["--version"], { encoding: "utf8" });
  const version = /Falco version: (?<version>\d+\.\d+\.\d+)/u.exec(stdout)?.groups?.["version"];
  if (version === undefined) {
    throw new CxrayError("no-falco", `${COMMAND} --version does not print a version of Falco`, [
      "Check which program of that name is first in PATH.",
    ]);
  }
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  const warnings = isOld ? [`Falco ${version} is older than the emitted rules expect`] : [];
  return { version, warnings };
}

/**
 * Our own rule reports programs that cxray starts on the host. Falco has seen everything between
 * the first and the last of them, and has reported it once it reports the last.
 */
const CANARY_RULE = "Cxray looks whether Falco sees it";
const CANARY_PROGRAM = "true";
const CANARY_PAUSE = 250;
const CANARY_TIMEOUT = 60_000;
const LONGEST_WORDS = 4_000;

function canaryRules(token: string): string {
  return `- rule: ${CANARY_RULE}
  desc: A program that cxray starts to see whether Falco watches.
  condition: evt.type in (execve, execveat) and proc.args contains "${token}"
  output: "%proc.args"
  priority: DEBUG
`;
}

const MARKS = ["begin", "end"] as const;

export class WatchingFalco {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #token: string;
  readonly #alerts: Alert[] = [];
  readonly #seen = new Set<string>();
  readonly #ended: Promise<void>;
  /** the end of its messages */
  #words = "";

  /**
   * Resolves once Falco is known to see events.
   *
   * @throws CxrayError falco-failed
   */
  static async start(rules: readonly string[], folder: string): Promise<WatchingFalco> {
    const token = `cxray-canary-${String(process.pid)}`;
    const canary = join(folder, "canary.yaml");
    writeFileSync(canary, canaryRules(token));
    const falco = new WatchingFalco([...rules, canary], token);
    await falco.#waitFor("begin");
    return falco;
  }

  private constructor(rules: readonly string[], token: string) {
    this.#token = token;
    const files = rules.flatMap((file) => ["-r", file]);
    // Ctrl-C is for cxray: Falco is stopped only after it has reported everything.
    const child = spawn(COMMAND, [...SETTINGS, "-U", ...files], {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#child = child;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#words = (this.#words + text).slice(-LONGEST_WORDS);
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.#read(line);
    });
    this.#ended = new Promise((resolve) => {
      child.on("error", () => {
        resolve();
      });
      child.on("close", () => {
        resolve();
      });
    });
  }

  /** All alerts, once Falco has reported everything that happened before the call. */
  async finish(): Promise<readonly Alert[]> {
    await this.#waitFor("end");
    this.kill();
    await this.#ended;
    return this.#alerts;
  }

  kill(): void {
    this.#child.kill("SIGINT");
  }

  #read(line: string): void {
    const alert = parseAlert(line);
    if (alert === null) return;
    if (alert.rule !== CANARY_RULE) this.#alerts.push(alert);
    else {
      for (const mark of MARKS) {
        if (alert.output.includes(`${this.#token}-${mark}`)) this.#seen.add(mark);
      }
    }
  }

  async #waitFor(mark: (typeof MARKS)[number]): Promise<void> {
    const deadline = Date.now() + CANARY_TIMEOUT;
    while (!this.#seen.has(mark)) {
      const isOver = this.#child.exitCode !== null || this.#child.signalCode !== null;
      if (isOver) throw failed("ended", this.#words);
      if (Date.now() > deadline) {
        this.kill();
        throw failed("told of nothing", this.#words);
      }
      spawnSync(CANARY_PROGRAM, [`${this.#token}-${mark}`], { stdio: "ignore" });
      await Promise.race([this.#ended, pause(CANARY_PAUSE)]);
    }
  }
}

function failed(what: string, words: string): CxrayError {
  const lines = words.split("\n").filter((line) => line.trim() !== "");
  const errors = lines.filter((line) => /error|invalid|unable|fail/iu.test(line));
  return new CxrayError("falco-failed", `Falco ${what} before the workload could be judged`, [
    ...(errors.length > 0 ? errors : lines).slice(-5).map((line) => `falco: ${line.trim()}`),
    "Check the rules with falco -V, and that Falco can watch on this machine.",
  ]);
}
