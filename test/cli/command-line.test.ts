import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { FORMAT_NAMES } from "../../src/emit/formats.js";
import { packageFile } from "../../src/files/package-root.js";
import { folderWith, MAIN, runCxray, type Surroundings } from "./run-cxray.js";

/** Fails unless cxray refuses with that exit status and a message alone; gives the message. */
function refused(args: readonly string[], around?: Surroundings, status = 2): string {
  const { exit, stdout, stderr } = runCxray(args, around);
  assert.equal(exit, status, stderr);
  assert.equal(stdout, "");
  assert.match(stderr, /^cxray: error: /);
  assert.doesNotMatch(stderr, /^\s+at |node:internal|unexpected|\u001b/m);
  return stderr;
}

test("--help lists the commands and the exit statuses", () => {
  const { exit, stdout, stderr } = runCxray(["--help"]);
  assert.deepEqual([exit, stderr], [0, ""]);
  for (const command of ["record", "aggregate", "profile", "emit", "doctor", "completion"]) {
    assert.match(stdout, new RegExp(`^  cxray ${command}\\s+\\S`, "m"));
  }
  assert.match(stdout, /Exit status:\n +0 +done\n.*\n +70 +a defect/s);
  assert.equal(runCxray(["-h"]).stdout, stdout);
});

test("each command's help has examples", () => {
  for (const command of ["record", "aggregate", "profile", "emit"]) {
    const { exit, stdout } = runCxray([command, "--help"]);
    assert.equal(exit, 0);
    assert.match(stdout, new RegExp(`^Examples:\\n +cxray ${command}`, "m"), command);
  }
});

test("an example is whole however narrow the terminal is, so that it can be copied", () => {
  const { stdout } = runCxray(["record", "--help"]);
  assert.match(stdout, /^cxray record \[options\].*\n\nrecord what containers do/);
  assert.match(stdout, /^ {2}cxray record --image 'nginx\*' --duration 10m$/m);
  assert.match(
    runCxray(["completion", "--help"]).stdout,
    /^ {2}source <\(cxray completion zsh\)$/m,
  );
});

test("--version is the package's version", () => {
  const { version } = JSON.parse(readFileSync(packageFile("package.json"), "utf8")) as {
    version: string;
  };
  assert.equal(runCxray(["--version"]).stdout, `${version}\n`);
});

test("what is no command or no option is refused by name", () => {
  assert.match(refused(["frobnicate"]), /frobnicate[^]*cxray --help/);
  assert.match(refused(["record", "--frobnicate", "1"]), /frobnicate/);
  assert.match(refused(["aggregate", "extra"]), /extra/);
});

test("what was likely meant is told", () => {
  for (const [typed, meant] of [
    ["record docker run --rm alpine", "cxray record -- docker run --rm alpine"],
    ["record --db a.db docker ps", "cxray record --db a.db -- docker ps"],
    ["profile alpine --json", "cxray profile --image alpine"],
    ["emit falco", "cxray emit -f falco"],
    ["emit nginx", "cxray emit --image nginx"],
    ["recrod --db a.db", "cxray record"],
    ["prof", "cxray profile"],
    ["record --imge x", "--image"],
    ["--imag=x", "--image"],
    ["emit --fromat falco", "--format"],
  ] as const) {
    const message = refused(typed.split(" "));
    assert.ok(new RegExp(`Did you mean:? ${meant}\\??$`, "m").test(message), message);
  }
  assert.match(refused(["profile", "--no-color"]), /there is no option --no-color$/m);
  assert.doesNotMatch(refused(["record", "-x"]), /Did you mean/);
});

test("-- without a command after it is a mistake, and not a recording without end", () => {
  for (const args of [["record", "--"], ["record", "--db", "a.db", "--"], ["--"]]) {
    assert.match(refused(args), /there is no command after --/);
  }
});

test("a command that can't be started is found out before anything else", (t) => {
  const folder = folderWith(t);
  const message = refused(["record", "--", "no-such-program"], { folder }, 127);
  assert.match(message, /no-such-program can't be started: there is no such program/);
  assert.deepEqual(readdirSync(folder), []);
});

test("an option without its value, with a wrong one, or given twice is refused", () => {
  assert.match(refused(["record", "--duration"]), /duration/);
  assert.match(refused(["record", "--buffer", "3"]), /buffer.*3.*1, 2, 4/);
  assert.match(refused(["emit", "-f", "seccomp", "--errno", "EIO"]), /ENOSYS/);
  assert.match(refused(["aggregate", "--db", "a.db", "--db", "b.db"]), /--db .*more than once/);
  assert.match(refused(["profile", "--image", "a", "--image", "b"]), /--image .*more than once/);
});

test("filters can be given more than once", () => {
  // The image is right, so that the duration is what is left to refuse.
  const args = ["record", "--image", "a", "--image", "b", "--container", "c", "--container", "d"];
  assert.match(refused([...args, "--duration", "soon"]), /soon is not a duration/);
});

test("a size that is none is refused before anything is recorded", () => {
  assert.match(refused(["record", "--max-size", "much"]), /much is not a size/);
});

test("what follows -- belongs to the command that is run, options too", () => {
  const args = ["record", "--duration", "soon", "--", "ls", "--help", "--duration", "1s"];
  assert.match(refused(args, {}, 125), /soon is not a duration/);
});

test("an argument that looks like a number stays as it was typed", () => {
  for (const argument of ["0x10", "1e3", "007", "1.10", "12345678901234567890"]) {
    assert.match(refused(["aggregate", argument]), new RegExp(`: ${argument}$`, "m"));
  }
});

test("a database that doesn't exist is named, and not made", (t) => {
  const folder = folderWith(t);
  for (const args of [["aggregate"], ["profile", "--image", "a"], ["emit", "-f", "falco"]]) {
    const message = refused([...args, "--db", "none.db"], { folder });
    assert.match(message, /no database .*none\.db/);
    assert.match(message, /cxray record/);
  }
  assert.deepEqual(readdirSync(folder), []);
});

test("an unknown format is refused, with the ones there are", () => {
  const names = FORMAT_NAMES.join(", ");
  assert.match(
    refused(["emit", "--format", "nope"]),
    new RegExp(`no format nope[^]*${names}`, "u"),
  );
  assert.match(refused(["emit"]), new RegExp(`--format is missing[^]*${names}`, "u"));
});

test("the database is that of --db, else of CXRAY_DB, else of cxray.yaml, else cxray.db", (t) => {
  const folder = folderWith(t, "db: yaml.db\n");
  const env = { CXRAY_DB: "environment.db" };
  const args = ["aggregate"];
  assert.match(refused([...args, "--db", "option.db"], { folder, env }), /option\.db/);
  assert.match(refused(args, { folder, env }), /environment\.db/);
  assert.match(refused(args, { folder }), /yaml\.db/);
  assert.match(refused(args, { folder: folderWith(t) }), /\/cxray\.db/);
});

test("an image of cxray.yaml is asked for where it is the only one, and a text without *", (t) => {
  const asked = (image: string): string => {
    const folder = folderWith(t, `image: ${image}\n`);
    return (
      /default: ["']?redis/.exec(runCxray(["profile", "--help"], { folder }).stdout)?.[0] ?? ""
    );
  };
  assert.match(asked("redis"), /redis/);
  assert.match(asked("[redis]"), /redis/);
  for (const several of ['["nginx*", redis]', "[redis, nginx]", '"redis*"']) {
    assert.equal(asked(several), "", several);
  }
});

test("a broken cxray.yaml is refused before anything is done", (t) => {
  const folder = folderWith(t, "databse: x.db\n");
  assert.match(refused(["record"], { folder }), /cxray\.yaml, line 1: there is no such option/);
});

test("a broken cxray.yaml is not in the way of help, the version and completion", (t) => {
  const folder = folderWith(t, "databse: x.db\n");
  const good = folderWith(t);
  for (const args of [
    ["--help"],
    ["-V"],
    ["emit", "--help"],
    ["completion", "bash"],
    ["__complete", "emit", "--"],
  ]) {
    const outcome = runCxray(args, { folder });
    assert.deepEqual(outcome, runCxray(args, { folder: good }), args.join(" "));
    assert.equal(outcome.exit, 0);
  }
  for (const args of [[], ["doctor"], ["emit", "-f", "nope"]]) {
    assert.match(refused(args, { folder }), /line 1: there is no such option/);
  }
});

test("an option without effect on the format is refused, where it was typed", (t) => {
  const folder = folderWith(t);
  const config = folderWith(t, "errno: EPERM\nincludeSessions: true\n");
  for (const [format, ...option] of [
    ["log", "--include-sessions"],
    ["log", "--errno", "ENOSYS"],
    ["falco", "--errno", "ENOSYS"],
  ] as const) {
    const args = ["emit", "-f", format, ...option];
    assert.match(refused(args, { folder }), new RegExp(`${option[0]} has no effect.*${format}`));
    assert.match(refused(["emit", "-f", format], { folder: config }), /no database/);
  }
  const seccomp = ["emit", "-f", "seccomp", "--errno", "EPERM", "--include-sessions"];
  assert.match(refused(seccomp, { folder }), /no database/);
});

test("what was typed can't act on the terminal", () => {
  assert.match(refused(["\u001b[2J\u202eevil"]), /\\x1b\[2J\\u\{202e\}evil/);
});

test("a full disk behind stdout is an error with a message", (t) => {
  const full = openSync("/dev/full", "w");
  t.after(() => {
    closeSync(full);
  });
  const { exit, stderr } = runCxray(["--help"], { stdio: ["ignore", full, "pipe"] });
  assert.equal(exit, 2);
  assert.match(stderr, /^cxray: error: stdout can't be written: .*ENOSPC/);
  assert.doesNotMatch(stderr, /^\s+at /m);
});

test("a reader that has seen enough is no error", async () => {
  const child = spawn(process.execPath, [MAIN, "completion", "bash"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [exit] = (await once(child, "close")) as [number | null];
  assert.deepEqual([exit, stderr], [0, ""]);
});
