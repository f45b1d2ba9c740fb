/**
 * Runs a workflow's job as GitHub's runner does by its documentation: the steps in their order, those
 * of a composite action in the place of the step that uses it, each with files for outputs, paths and
 * the summary.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { packageFile } from "../../../../src/files/package-root.js";
import { interpolate, isRun, type State, type Values } from "./expressions.js";
import { HOME, type Machine, PATH } from "./machine.js";
import { PLATFORM_ACTIONS, type Used } from "./platform-actions.js";

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly default?: unknown; readonly required?: true }>
  >;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** What a job left behind. */
export interface JobResult {
  readonly succeeded: boolean;
  /** all that its steps printed */
  readonly log: string;
  readonly summary: string;
  /** what was uploaded to code scanning */
  readonly sarif: string | undefined;
}

/** The action of this checkout, whoever's copy it is. */
const OWN_ACTION = /^[^/]+\/cxray@v2$/u;

let jobs = 0;

export async function runJob(machine: Machine, file: string): Promise<JobResult> {
  jobs += 1;
  const [job] = Object.values((load(readFileSync(packageFile(file), "utf8")) as Workflow).jobs);
  if (job === undefined) throw new Error(`${file} has no job`);
  // Every job has a new machine, on which everything lies where it lay on the last one.
  await machine.succeed("sudo rm -rf job; mkdir -p job cache");
  const own = join(machine.folder, "job");
  const runner = new JobRunner(machine, own, String(jobs));
  await runner.steps(job.steps, {});
  return {
    succeeded: !runner.hasFailed,
    log: runner.log,
    summary: runner.summary,
    sarif: runner.sarif,
  };
}

/** A path of the machine's folder, as its user knows it. */
function inside({ folder }: Machine, path: string): string {
  return path.replace(folder, HOME);
}

class JobRunner {
  hasFailed = false;
  log = "";
  summary = "";
  sarif: string | undefined;
  #path = PATH;
  #steps = 0;
  readonly #machine: Machine;
  readonly #folder: string;
  readonly #workspace: string;
  readonly #github: Values;
  readonly #temporary: string;
  readonly #runId: string;

  constructor(machine: Machine, folder: string, run: string) {
    this.#machine = machine;
    this.#runId = run;
    this.#folder = folder;
    this.#workspace = join(inside(machine, folder), "work");
    this.#temporary = join(inside(machine, folder), "temp");
    this.#github = { ref_name: "main", run_id: run, run_attempt: "1", token: "TOKEN" };
  }

  async steps(steps: readonly Step[], inputs: Values): Promise<void> {
    const outputs: Record<string, Values> = {};
    const runner = { temp: this.#temporary };
    for (const step of steps) {
      const values = { github: this.#github, runner, inputs, steps: outputs };
      const state = { values, hasFailed: this.hasFailed };
      if (!isRun(step.if, state)) continue;
      const own =
        step.run === undefined ? await this.#use(step, state) : await this.#run(step, state);
      if (step.id !== undefined) outputs[step.id] = { outputs: own };
    }
  }

  async #use(step: Step, state: State): Promise<Values> {
    const { uses = "" } = step;
    const given = interpolateAll(step.with, state);
    if (OWN_ACTION.test(uses)) {
      await this.#useOwn(given, state);
      return {};
    }
    const act = PLATFORM_ACTIONS[uses];
    if (act === undefined) throw new Error(`nothing stands in for ${uses}`);
    const used: Used = {
      given,
      machine: this.#machine,
      workspace: this.#workspace,
      upload: (text) => (this.sarif = text),
    };
    await act(used);
    return {};
  }

  async #useOwn(given: Readonly<Record<string, string>>, state: State): Promise<void> {
    const { inputs, runs } = load(readFileSync(packageFile("action.yml"), "utf8")) as Action;
    const unknown = Object.keys(given).filter((name) => !(name in inputs));
    if (unknown.length > 0) throw new Error(`the action has no input ${unknown.join()}`);
    const values = Object.entries(inputs).map(([name, { default: usual, required }]) => {
      if (required === true && !(name in given)) throw new Error(`the action needs ${name}`);
      return [name, given[name] ?? interpolate(textOf(usual), state)];
    });
    await this.steps(runs.steps, Object.fromEntries(values) as Values);
  }

  async #run(step: Step, state: State): Promise<Values> {
    this.#steps += 1;
    const files = { GITHUB_OUTPUT: "output", GITHUB_PATH: "path", GITHUB_STEP_SUMMARY: "summary" };
    const own = join(this.#folder, `step-${String(this.#steps)}`);
    const variables = Object.entries(files).map(([variable, name]) => [
      variable,
      join(inside(this.#machine, own), name),
    ]);
    const places = [this.#workspace, this.#temporary, inside(this.#machine, own)].join(" ");
    await this.#machine.succeed(
      `mkdir -p ${places}; touch ${variables.map(([, path]) => path).join(" ")}`,
    );
    const { status, stdout, stderr } = await this.#machine.run(
      shellOf(step.shell),
      interpolate(step.run ?? "", state),
      {
        cwd: this.#workspace,
        env: {
          PATH: this.#path,
          CI: "true",
          GITHUB_ACTIONS: "true",
          GITHUB_SERVER_URL: "https://github.example.org",
          GITHUB_REPOSITORY: "group/app",
          GITHUB_RUN_ID: this.#runId,
          GITHUB_WORKSPACE: this.#workspace,
          RUNNER_TEMP: this.#temporary,
          ...(Object.fromEntries(variables) as Record<string, string>),
          ...interpolateAll(step.env, state),
        },
      },
    );
    this.log += `${stdout}${stderr}`;
    if (status !== 0) this.hasFailed = true;
    const read = (name: string): string => readFileSync(join(own, name), "utf8");
    for (const folder of linesOf(read("path"))) this.#path = `${folder}:${this.#path}`;
    this.summary += read("summary");
    return Object.fromEntries(linesOf(read("output")).map(outputOf));
  }
}

/** docs.github.com/actions/reference/workflows-and-actions/workflow-syntax */
function shellOf(shell: string | undefined): string[] {
  if (shell === undefined) return ["bash", "-e"];
  if (shell === "bash") return ["bash", "--noprofile", "--norc", "-eo", "pipefail"];
  throw new Error(`nothing stands in for the shell ${shell}`);
}

function interpolateAll(
  texts: Readonly<Record<string, unknown>> | undefined,
  state: State,
): Record<string, string> {
  const entries = Object.entries(texts ?? {});
  return Object.fromEntries(
    entries.map(([name, text]) => [name, interpolate(textOf(text), state)]),
  );
}

function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

function outputOf(line: string): [string, string] {
  const [, name, value] = /^([\w-]+)=(.*)$/u.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`${line} is no output`);
  return [name, value];
}
