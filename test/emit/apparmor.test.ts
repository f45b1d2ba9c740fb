import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apparmor } from "../../src/emit/apparmor/apparmor.js";
import { collapse } from "../../src/emit/apparmor/collapse.js";
import { globOf } from "../../src/emit/apparmor/globs.js";
import { filePermissions, type FilePermissions } from "../../src/emit/apparmor/permissions.js";
import { validateProfile } from "../../src/emit/apparmor/validate.js";
import { renderBaseline } from "../../src/emit/emit.js";
import type { EmitOptions } from "../../src/emit/format.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { CxrayError } from "../../src/model/errors.js";
import * as sample from "./sample-baseline.js";

const { change, file, program, sampleBaseline } = sample;

/** What the profile of a baseline says of a file. */
function permissionsOn(glob: string, more: Partial<Baseline>): string | undefined {
  const rules = collapse(filePermissions(sampleBaseline(more)));
  return rules.find((rule) => rule.glob === glob)?.permissions;
}

function rulesOf(more: Partial<Baseline>): string[] {
  const { text } = renderBaseline(apparmor, sampleBaseline(more));
  const rules = text.split("\n").filter((line) => line.startsWith("  ") && line.endsWith(","));
  return rules.map((line) => line.trim());
}

const LOCKING: Partial<Baseline> = {
  syscalls: { workload: { x86_64: sample.calls("flock") }, start: {} },
};

describe("what a profile lets a container do with a file", () => {
  for (const [what, glob, permissions, more] of [
    ["read", "/etc/x", "r", { filesRead: [file("/etc/x")] }],
    ["a library", "/usr/lib/a.so.1.2", "rm", { filesRead: [file("/usr/lib/a.so.1.2")] }],
    ["a cache that is none", "/etc/ld.so.cache", "r", { filesRead: [file("/etc/ld.so.cache")] }],
    [
      "code that was written there",
      "/usr/lib/a.so",
      "rw",
      {
        filesRead: [file("/usr/lib/a.so", { storage: ["upper"] })],
        filesWritten: [file("/usr/lib/a.so")],
      },
    ],
    ["written", "/var/x", "w", { filesWritten: [file("/var/x", { appended: true })] }],
    ["locked", "/var/x", "wk", { ...LOCKING, filesWritten: [file("/var/x")] }],
    ["executed", "/bin/x", "rmix", { executables: [program("/bin/x")] }],
    [
      "a script",
      "/app/run",
      "rix",
      { executables: [program("/bin/sh", { invokedAs: ["/app/run", "sh"] })] },
    ],
    ["removed", "/tmp/x", "w", { changes: [change("unlink", "/tmp/x")] }],
    ["a directory that is made", "/tmp/d{,/}", "w", { changes: [change("mkdir", "/tmp/d")] }],
    ["moved", "/a{,/}", "rw", { changes: [change("rename", "/a", { to: "/b" })] }],
    ["its new name", "/b{,/}", "w", { changes: [change("rename", "/a", { to: "/b" })] }],
    ["linked", "/a", "rwkl", { changes: [change("link", "/a", { to: "/b" })] }],
    [
      "a link, no more than its file",
      "/b",
      "rwkl",
      { changes: [change("link", "/a", { to: "/b" })] },
    ],
    [
      "a change that failed",
      "/c",
      undefined,
      { changes: [change("unlink", "/c", { results: ["EPERM"] })] },
    ],
    ["a pipe", "/run/f", "w", { otherOpens: [sample.otherOpen("/run/f")] }],
    ["a socket", "/run/s", "rw", { destinations: [sample.destination("unix", "/run/s")] }],
    ["an abstract socket", "@s", undefined, { destinations: [sample.destination("unix", "@s")] }],
    ["its own socket", "/run/l", "rw", { listeners: [sample.unixListener("/run/l")] }],
  ] as const) {
    it(`is right for ${what}`, () => {
      assert.equal(permissionsOn(glob, more), permissions);
    });
  }
});

describe("a recorded path as a glob", () => {
  for (const [path, glob] of [
    ["/a b/c,d", "/a b/c,d"],
    ["/a*[b]?{c}^", "/a\\*\\[b\\]\\?\\{c\\}\\^"],
    ['/a"b\\c', "/a?b?c"],
    ["/a\nb\u0001", "/a?b?"],
    ["/\udcff\udc80", "/??"],
    ["/é€", "/é€"],
    ["/\u202e", "/???"],
    ["/@{x}", "/@\\{x\\}"],
  ] as const) {
    it(`has nothing that the language would act on: ${JSON.stringify(path)}`, () => {
      assert.equal(globOf({ path }), glob);
    });
  }

  it("is narrow where the names have a fixed length, and else a star", () => {
    const rule = "random-name";
    const glob = (path: string, ...stars: string[]): string | null => globOf({ path, rule, stars });
    assert.equal(glob("/tmp/x*", "[a-z0-9_]{3}"), "/tmp/x[a-z0-9_][a-z0-9_][a-z0-9_]");
    assert.equal(glob("/tmp/x*.*", "[0-9]+"), "/tmp/x*.*");
    assert.equal(glob("/tmp/\\[*", "[0-9]{99}"), "/tmp/\\[*");
  });

  it("is none for what is no path", () => {
    assert.equal(globOf({ path: "memfd:x" }), null);
  });
});

describe("the rights in a profile", () => {
  const capability = { ...sample.evidence, calls: ["chown"] };

  it("are the capabilities that were used, and the sockets that were made", () => {
    const rules = rulesOf({
      listeners: [sample.listener(8080), sample.ephemeralListener()],
      capabilities: [
        { ...capability, name: "CAP_CHOWN", use: "used" },
        { ...capability, name: "CAP_KILL", use: "probed" },
      ],
      syscalls: { workload: { x86_64: sample.calls("socket") }, start: {} },
      syscallArguments: [
        sample.argument("socket", [2, 1, 0]),
        sample.argument("socket", [16, 3, 0]),
      ],
    });
    const own = rules.filter((rule) => /^(?:capability|network)/u.test(rule));
    assert.deepEqual(own, ["capability chown,", "network inet stream,", "network netlink raw,"]);
  });

  it("are the one to listen on a low port, which Docker asks nobody for", () => {
    const capabilities = (port: number): string[] =>
      rulesOf({ listeners: [sample.listener(port)] }).filter((rule) =>
        rule.startsWith("capability"),
      );
    assert.deepEqual(capabilities(80), ["capability net_bind_service,"]);
    assert.deepEqual(capabilities(1024), []);
  });

  it("are all where they are not known, and that is a warning", () => {
    const baseline = sampleBaseline({
      blindSpots: [{ code: "capabilities", count: null, message: "no capabilities" }],
      syscalls: { workload: { x86_64: sample.calls("socket") }, start: {} },
    });
    const { text, warnings } = renderBaseline(apparmor, baseline);
    assert.match(text, /^ {2}capability,$/mu);
    assert.match(text, /^ {2}network,$/mu);
    assert.equal(warnings.length, 2);
  });

  it("let the host, the runtime and the container's own processes send signals", () => {
    const rules = rulesOf({}).filter((rule) => rule.startsWith("signal"));
    assert.ok(rules.includes("signal (receive) peer=unconfined,"));
    assert.ok(rules.some((rule) => rule.includes("{runc,crun,")));
    assert.ok(rules.includes("signal (send, receive) peer=cxray-nginx,"));
  });

  it("hold mounts only where something was mounted", () => {
    assert.ok(!rulesOf({}).includes("mount,"));
    assert.ok(rulesOf({ changes: [change("mount", "/mnt")] }).includes("mount,"));
  });
});

describe("a profile of many files", () => {
  const many = (paths: readonly string[]): FilePermissions =>
    new Map(paths.map((path) => [path, new Set(["r"] as const)]));
  const numbered = (folder: string, count: number): string[] =>
    Array.from({ length: count }, (_, at) => `${folder}/f${String(at)}`);
  const globs = (files: FilePermissions, most: number): string[] =>
    collapse(files, most).map(({ glob, count }) => `${glob} ${String(count)}`);

  it("keeps each file while they are few", () => {
    assert.equal(globs(many(numbered("/app/a", 10)), 10).length, 10);
  });

  it("has one rule for the fullest directory first, and goes on only while it has to", () => {
    const files = many([...numbered("/app/a", 10), ...numbered("/app/b", 3), "/app/c"]);
    assert.deepEqual(globs(files, 5), [
      ...["/app/a/* 10", "/app/b/f0 1", "/app/b/f1 1", "/app/b/f2 1"],
      "/app/c 1",
    ]);
    assert.deepEqual(globs(files, 3), ["/app/a/* 10", "/app/b/* 3", "/app/c 1"]);
    assert.deepEqual(globs(files, 2), ["/app/** 14"]);
  });

  it("never has one for a directory of secrets or of the whole system", () => {
    for (const folder of ["/etc", "/etc/ssl", "/root", "/proc/sys", "/run/secrets", "/usr"]) {
      const names = globs(many(numbered(folder, 3)), 1);
      assert.equal(names.length, 3, folder);
    }
  });

  it("keeps what is executed or written apart from what is only read", () => {
    const files: FilePermissions = many(numbered("/app", 3));
    files.set("/app/run", new Set(["r", "ix"]));
    assert.deepEqual(globs(files, 1), ["/app/* 3", "/app/run 1"]);
  });

  it("is small and is made at once, of 50,000 files", () => {
    const paths = Array.from({ length: 500 }, (_, at) => numbered(`/opt/d${String(at)}/e`, 100));
    const baseline = sampleBaseline({ filesRead: paths.flat().map((path) => file(path)) });
    const { text, warnings } = renderBaseline(apparmor, baseline);
    assert.ok(text.length < 100_000, String(text.length));
    assert.match(warnings.join(), /stand for whole directories/u);
  });
});

describe("the check of a profile", () => {
  const wanted = {
    name: "p",
    capabilities: ["chown"],
    networks: [],
    mounts: false,
    files: [{ glob: "/etc/x", permissions: "r", count: 1 }],
  };
  const text = (rules: string, flags = "attach_disconnected,mediate_deleted"): string =>
    `profile p flags=(${flags}) {\n${rules}\n}\n`;
  const RULES = 'capability chown,\n"/etc/x" r,';

  it("takes what says all, with rules that a user added", () => {
    validateProfile(text(`${RULES}\n  deny /etc/shadow rw,`), wanted);
  });

  for (const [what, profile, says] of [
    ["another name", text(RULES).replace("profile p", "profile q"), /its name is not p/u],
    ["no flag", text(RULES, "attach_disconnected"), /lacks the flag mediate_deleted/u],
    ["a missing file", text("capability chown,"), /lacks the rule on \/etc\/x/u],
    ["other permissions", text(RULES.replace('" r,', '" w,')), /lacks the rule on \/etc\/x/u],
    ["a missing capability", text('"/etc/x" r,'), /lacks the rule capability chown,/u],
    ["a quote that ends early", text(`${RULES}\n"/a" w, "b" r,`), /line 4 is no rule/u],
    ["two profiles", text(RULES) + text(RULES), /one profile/u],
    ["something else", text(`${RULES}\nhello`), /line 4 is no rule/u],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => {
        validateProfile(profile, wanted);
      }, says);
    });
  }
});

describe("the profile's name", () => {
  it("is the image's, or the one that is asked for", () => {
    const head = (options: EmitOptions): string =>
      /^profile \S+/mu.exec(renderBaseline(apparmor, sampleBaseline(), options).text)?.[0] ?? "";
    assert.equal(head({}), "profile cxray-nginx");
    assert.equal(head({ "profile-name": "web" }), "profile web");
    assert.throws(
      () => head({ "profile-name": "a b {" }),
      (error: unknown) => error instanceof CxrayError && error.code === "bad-usage",
    );
  });
});
