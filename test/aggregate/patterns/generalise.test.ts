import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { generalisePaths } from "../../../src/aggregate/patterns/generalise.js";
import { patternTest } from "../../../src/model/baseline/pattern.js";

const ID = "5af89d05295b".padEnd(64, "0");
const IDS = new Set([ID, ID.slice(0, 12)]);

function results(paths: readonly string[]): string[] {
  const generalise = generalisePaths(paths, { ids: IDS });
  const seen = paths.map((path) => {
    const { path: result, rule } = generalise(path);
    return rule === undefined ? result : `${rule} ${result}`;
  });
  return [...new Set(seen)].sort();
}

function stays(paths: readonly string[]): void {
  assert.deepEqual(results(paths), [...paths].sort());
}

test("proc-pid: numbers of processes and threads below /proc become *", () => {
  assert.deepEqual(
    results(["/proc/1/status", "/proc/77/status", "/proc/7/task/8/comm", "/proc/7/fdinfo/3"]),
    ["proc-pid /proc/*/fdinfo/3", "proc-pid /proc/*/status", "proc-pid /proc/*/task/*/comm"],
  );
  stays(["/proc/self", "/proc/sys/kernel/pid_max", "/srv/proc/1/x", "/proc/irq/7", "/proc/1a/x"]);
});

test("container-id: the image's own containers' ids become *, other numbers of that length stay", () => {
  assert.deepEqual(
    results([`/var/lib/${ID}/x`, `/tmp/hsperf_5af89d05295b.pid`, "/a/5af89d05295b"]),
    ["container-id /a/*", "container-id /tmp/hsperf_*.pid", "container-id /var/lib/*/x"],
  );
  stays(["/backup/202401011230", "/a/5af89d05295bc", `/b/${"1".repeat(64)}`]);
});

test("varying-name: random and counted parts of siblings become *", () => {
  const families: Record<string, readonly string[]> = {
    "/tmp/tmp.*": [
      "/tmp/tmp.aB3dE6gH1j",
      "/tmp/tmp.Zx8Yw5Vu2T",
      "/tmp/tmp.q1W2e3R4t5",
      "/tmp/tmp.M9n8B7v6C5",
    ],
    "/tmp/cc*.o": ["/tmp/ccA1b2C3.o", "/tmp/ccXyZ7w8.o", "/tmp/cc0pQrS1.o", "/tmp/ccm4N5o6.o"],
    "/tmp/tmp*": ["/tmp/tmpx4k2_9ab", "/tmp/tmp1q_w2e3r", "/tmp/tmpz9y8x7w6", "/tmp/tmpab3c4d5e"],
    "/tmp/s/sess_*": [
      "/tmp/s/sess_3f786850e387550fdab836ed7e6dc881",
      "/tmp/s/sess_89e6c98d92887913cadf06b2adb97f26",
      "/tmp/s/sess_2b66fd261ee5c6cfc8de7fa466bab600",
      "/tmp/s/sess_d9a5b5d4a3f7c1e2b0a9f8e7d6c5b4a3",
    ],
    "/run/body/*": [
      "/run/body/0000000001",
      "/run/body/0000000002",
      "/run/body/0000000003",
      "/run/body/0000000012",
    ],
    "/tmp/u/*.json": [
      "/tmp/u/550e8400-e29b-41d4-a716-446655440000.json",
      "/tmp/u/6ba7b810-9dad-11d1-80b4-00c04fd430c8.json",
      "/tmp/u/f47ac10b-58cc-4372-a567-0e02b2c3d479.json",
      "/tmp/u/9b2d3c4e-1f5a-4c6b-8d7e-0a1b2c3d4e5f.json",
    ],
    "/tmp/w/worker-*.sock": Array.from(
      { length: 16 },
      (_, index) => `/tmp/w/worker-${String(index)}.sock`,
    ),
  };
  for (const [pattern, paths] of Object.entries(families)) {
    assert.deepEqual(results(paths), [`varying-name ${pattern}`]);
    const isKnown = pattern.startsWith("/tmp/tmp"); // one of which is none
    if (paths.length === 4) stays(paths.slice(isKnown ? 3 : 1));
  }
});

test("what lies in directories with varying names is looked at together", () => {
  const names = ["aB3dE6gH1j", "Zx8Yw5Vu2T", "q1W2e3R4t5", "M9n8B7v6C5"];
  assert.deepEqual(results(names.flatMap((x) => [`/tmp/b.${x}/main.c`, `/tmp/b.${x}/s.${x}`])), [
    "varying-name /tmp/b.*/main.c",
    "varying-name /tmp/b.*/s.*",
  ]);
  stays(names.map((x, index) => `/tmp/${String(index)}/b.${x}`));
});

test("ordinary names never become a pattern", () => {
  const names = [
    "libfoo.so.1 libfoo.so.2 libfoo.so.3 libfoo.so.4 libbar.so.1 libssl.so.3 libcrypto.so.3",
    "a.txt b.txt c.txt d.txt e.txt README LICENSE Makefile",
    "access.log server.log client.log syslog.log daemon.log kernel.log",
    "FooBar.class BazQux.class OneTwo.class RedSky.class IntMap.class",
    "sha1sum sha224sum sha256sum sha384sum sha512sum md5sum b2sum",
    "i386 i486 i586 i686 x86_64 aarch64 armv7l",
    "tty0 tty1 tty2 tty3 tty4 ttyS0 ttyS1 ttyS2 ttyS3",
    "report-2021.txt report-2022.txt report-2023.txt report-2024.txt",
    "cp1250.so cp1251.so cp1252.so cp1253.so",
    "pkcs11t.h pkcs11f.h pkcs11n.h pkcs11p.h pkcs1-eme.h",
    "n019003l.pfb n019004l.pfb n019023l.pfb n019024l.pfb",
    "exp10f.3.gz exp10l.3.gz log10f.3.gz log10l.3.gz atan2f.3.gz atan2l.3.gz",
    "xnuppc-128x48 xnuppc-144x48 xnuppc-160x64 xnuppc-200x64 xnuppc-256x96",
    "iso8859_1.py iso8859_2.py iso8859_3.py iso8859_4.py utf_8.py utf_16.py",
    "config.json package.json tsconfig.json schema.json",
  ];
  for (const list of names) stays(list.split(" ").map((name) => `/d/${name}`));
  stays(names.flatMap((list) => list.split(" ").map((name) => `/d/${name}`)));
});

test("a pattern that begins with * is only made where it fits nothing ordinary", () => {
  const numbers = ["0000000001", "0000000002", "0000000003", "0000000012"];
  stays([...numbers.map((name) => `/tmp/${name}`), "/tmp/passwd"]);
  stays([...numbers.map((name) => `/tmp/${name}.key`), "/tmp/server.key"]);
  assert.deepEqual(results([...numbers.map((name) => `/tmp/${name}.key`), "/tmp/passwd"]), [
    "/tmp/passwd",
    "varying-name /tmp/*.key",
  ]);
});

test("crafted names never become a pattern that lets in a program, a key or a setting", () => {
  const crafted = (before: string, after = ""): string[] =>
    Array.from({ length: 40 }, (_, index) => `${before}${String(10_001 + index)}${after}`);
  const attacks: readonly (readonly [before: string, after?: string])[] = [
    ["/root/.ssh/authoriz"],
    ["/root/.ssh/authorized_"],
    ["/home/u/.ssh/authorized_"],
    ["/tmp/home/.ssh/authorized_"],
    ["/usr/bin/p"],
    ["/usr/local/bin/python-"],
    ["/lib64/libcrypto-", ".so"],
    ["/et", "/shadow"],
    ["/", "/shadow"],
    ["/service-"],
    ["/etc/cron.d/"],
    ["/etc/cron.d/backup-"],
    ["/var/spool/cron/crontabs/backup-"],
    ["/run/secrets/service-"],
    ["/srv/ap", "/config"],
    ["/srv/application-", "/config"],
    ["/srv/app/"],
    ["/srv/app/", ".php"],
    ["/srv/app/conf"],
    ["/home/u/."],
    ["/home/u/.b"],
    ["/dev/sd-"],
  ];
  for (const [before, after] of attacks) stays(crafted(before, after));
  const ids = ["aB3dE6gH1j", "Zx8Yw5Vu2T", "q1W2e3R4t5", "M9n8B7v6C5", "zY7xW6vU5t", "A1b2C3d4E5"];
  const more = [...ids, ...ids.map((id) => [...id].reverse().join(""))];
  for (const [before, after = ""] of attacks) stays(more.map((id) => `${before}${id}${after}`));
  stays([...crafted("/tmp/p"), "/tmp/passwd"]);
});

test("outside of temporary folders a pattern takes eight files and a beginning that is whole", () => {
  const files = (count: number, before: string): string[] =>
    Array.from({ length: count }, (_, index) => `${before}${String(10_001 + index)}`);
  for (const before of ["/srv/app/job-", "/srv/app/upload", "/var/log/app/out."]) {
    assert.deepEqual(results(files(8, before)), [`varying-name ${before}*`]);
    stays(files(7, before));
  }
});

test("forty thousand crafted names are generalised", () => {
  for (const folder of ["/tmp", "/srv/app"]) {
    const paths = Array.from(
      { length: 40_000 },
      (_, index) =>
        `${folder}/${String(index).padStart(5, "0")}-s${String(Math.floor(index / 16))}`,
    );
    // What compares all with all would not come back for a minute.
    assert.ok(results(paths).every((path) => path.split(" ").at(-1)?.startsWith(`${folder}/`)));
  }
});

test("what means something in a pattern is escaped in one, and nowhere else", () => {
  assert.deepEqual(results(["/proc/1/[a]*?\\", "/etc/[a]*?\\"]), [
    "/etc/[a]*?\\",
    "proc-pid /proc/*/\\[a\\]\\*\\?\\\\",
  ]);
});

test("only absolute paths are generalised", () => {
  stays(["tmp.aB3dE6gH1j", "tmp.Zx8Yw5Vu2T", "tmp.q1W2e3R4t5", "tmp.M9n8B7v6C5", "proc/1/x"]);
});

const component = fc.oneof(
  fc.stringMatching(/^tmp\.[A-Za-z0-9]{10}$/),
  fc.stringMatching(/^[0-9a-f]{16}$/),
  fc.stringMatching(/^[0-9]{1,10}$/),
  fc.stringMatching(/^[*?[\]\\a.]{1,4}$/),
  fc.constantFrom("proc", "task", "etc", "a.txt", "5af89d05295b", "\n", "\udcff"),
);
const somePath = fc
  .array(component, { minLength: 1, maxLength: 5 })
  .map((names) => `/${names.join("/")}`);

test("every path fits what it became, whatever the order, and doing it again changes nothing", () => {
  fc.assert(
    fc.property(fc.array(somePath, { maxLength: 60, size: "max" }), fc.nat(), (paths, turn) => {
      const generalise = generalisePaths(paths, { ids: IDS });
      const at = paths.length === 0 ? 0 : turn % paths.length;
      const other = generalisePaths(
        [...paths.slice(at), ...paths.slice(0, at), ...paths].reverse(),
        { ids: IDS },
      );
      for (const path of paths) {
        const { path: result, rule } = generalise(path);
        assert.deepEqual(other(path), generalise(path));
        if (rule === undefined) assert.equal(result, path);
        else assert.ok(patternTest(result)(path), `${path} ${result}`);
        assert.equal(result.split("/").length, path.split("/").length);
      }
    }),
    { numRuns: 300 },
  );
});

test("a hundred thousand files with random names are generalised", () => {
  const paths = Array.from({ length: 100_000 }, (_, index) => {
    const digits = ((BigInt(index + 1) * 0x9e3779b97f4a7c15n) % (1n << 64n)).toString(16);
    return `/tmp/cache-${digits.padStart(16, "0")}`;
  });
  assert.deepEqual(results(paths), ["varying-name /tmp/cache-*"]);
});
