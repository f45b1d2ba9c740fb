import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { CxrayError } from "../../../src/model/errors.js";
import { openRing } from "../../../src/record/kernel/ring-buffer.js";
import { FakeRing } from "./fake-ring.js";

function openFake(
  test: TestContext,
  size = 4096,
): { ring: FakeRing; read: (limit?: number) => string[]; waiting: () => number } {
  const ring = new FakeRing(test, size);
  const reader = openRing(ring.libc, 3, size);
  const read = (limit = 1000): string[] => {
    const texts: string[] = [];
    const taken = reader.drain(limit, (at, length) => {
      texts.push(reader.bytes.toString("latin1", at, at + length));
    });
    assert.equal(taken, texts.length);
    return texts;
  };
  return { ring, read, waiting: reader.waiting };
}

test("records come in the order they were written, each once", (t) => {
  const { ring, read, waiting } = openFake(t);
  assert.equal(waiting(), 0);
  for (const text of ["a", "bcdefgh", "ijklmnop", "q"]) ring.write(text);
  assert.equal(waiting(), 16 + 16 + 16 + 16);
  assert.deepEqual(read(), ["a", "bcdefgh", "ijklmnop", "q"]);
  assert.equal(waiting(), 0);
  assert.deepEqual(read(), []);
  ring.write("later");
  assert.deepEqual(read(), ["later"]);
});

test("reading gives the room back to the kernel", (t) => {
  const { ring, read } = openFake(t);
  ring.write("12345678"); // 8 bytes of header
  ring.write("1"); // padded to 16
  assert.equal(ring.freed, 0n);
  read();
  assert.equal(ring.freed, 32n);
});

test("a record that is still being written holds back those behind it", (t) => {
  const { ring, read } = openFake(t);
  ring.write("first");
  const finish = ring.write("slow", "busy");
  ring.write("behind");
  assert.deepEqual(read(), ["first"]);
  assert.equal(ring.freed, 16n);
  assert.deepEqual(read(), []);
  finish();
  assert.deepEqual(read(), ["slow", "behind"]);
});

test("a record that the kernel took back is passed over", (t) => {
  const { ring, read } = openFake(t);
  ring.write("gone", "discarded");
  ring.write("kept");
  ring.write("gone too", "discarded");
  assert.deepEqual(read(), ["kept"]);
  assert.equal(ring.freed, 48n);
});

test("a drain takes no more than it may, and the next goes on from there", (t) => {
  const { ring, read } = openFake(t);
  for (const text of ["a", "b", "c", "d", "e"]) ring.write(text);
  assert.deepEqual(read(2), ["a", "b"]);
  assert.deepEqual(read(2), ["c", "d"]);
  assert.deepEqual(read(2), ["e"]);
});

test("a record across the end of the buffer is whole, however often the buffer was filled", (t) => {
  const { ring, read } = openFake(t, 4096);
  for (let round = 0; round < 50; round++) {
    const texts = Array.from({ length: 9 }, (_, index) => `${String(round)}:${String(index)}`);
    const long = texts.map((text) => text.padEnd(400, "."));
    for (const text of long) ring.write(text);
    assert.deepEqual(read(), long);
  }
});

test("closing unmaps both parts", (t) => {
  const ring = new FakeRing(t, 4096);
  openRing(ring.libc, 3, 4096).close();
  assert.equal(new Set(ring.unmapped).size, 2);
});

test("memory that can't be mapped is an error that says what to change", (t) => {
  const ring = new FakeRing(t, 4096);
  const libc = { ...ring.libc, mmap: () => 0xffff_ffff_ffff_ffffn }; // MAP_FAILED
  assert.throws(
    () => openRing(libc, 3, 4096),
    (error) => error instanceof CxrayError && error.advice.join().includes("--buffer"),
  );
});
