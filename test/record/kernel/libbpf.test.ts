import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { CxrayError } from "../../../src/model/errors.js";
import { findLibbpf, type LibraryPlaces } from "../../../src/record/kernel/libbpf.js";
import { temporaryFolder } from "../../store/samples.js";

const MISSING = "libbpf-that-nobody-has.so.1";
/** Stands for a library of that name that is no libbpf 1. */
const OTHER = "libc.so.6";

/** The libraries of this machine, as the package has them. */
function shippedLibraries(t: TestContext): string {
  const folder = temporaryFolder(t);
  const known = execFileSync("/sbin/ldconfig", ["-p"], { encoding: "utf8" });
  for (const name of ["libz.so.1", "libelf.so.1", "libbpf.so.1"]) {
    const [, path = ""] =
      new RegExp(`${name.replaceAll(".", "\\.")} .*64.* => (.*)$`, "mu").exec(known) ?? [];
    copyFileSync(path, join(folder, name));
  }
  return folder;
}

function refusal(places: LibraryPlaces): CxrayError {
  try {
    findLibbpf(places);
  } catch (error) {
    assert.ok(error instanceof CxrayError && error.code === "no-libbpf", String(error));
    return error;
  }
  return assert.fail("a library was found");
}

test("the system's libbpf is used where it has one", () => {
  assert.equal(findLibbpf({ system: "libbpf.so.1", shipped: "/none" }).which, "libbpf.so.1");
});

test("the one of cxray is used where the system has none, or one that is too old", (t) => {
  const shipped = shippedLibraries(t);
  const none = findLibbpf({ system: MISSING, shipped });
  assert.equal(none.which, "the one of cxray, as libbpf.so.1 is not installed");
  assert.equal(none.bpf.openObject("/no/such/object", null), null); // it works
  const old = findLibbpf({ system: OTHER, shipped });
  assert.equal(old.which, "the one of cxray, as libbpf.so.1 of the system is older than 1.0");
});

test("where neither can be used, both reasons are told, and what to install", (t) => {
  const { message, advice, exit } = refusal({ system: MISSING, shipped: "/none" });
  assert.equal(
    message,
    "libbpf.so.1 is not installed, and the one that comes with cxray is not in this package",
  );
  assert.match(advice.join(), /apt-get install libbpf1/);
  assert.equal(exit, 4);
  const foreign = refusal({ system: MISSING, shipped: temporaryFolder(t) });
  assert.match(foreign.message, /comes with cxray can't be loaded: /);
});
