import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseEngineCall, refuseUnfit, withOptions } from "../../../src/cli/verify/engine-call.js";
import { CxrayError } from "../../../src/model/errors.js";

const parse = (line: string) => parseEngineCall(line.split(" "));

describe("a command that starts a container", () => {
  for (const [line, engine, image] of [
    ["docker run --rm nginx nginx -v", "docker", "nginx"],
    ["docker run nginx", "docker", "nginx"],
    ["/usr/bin/podman container run -it --name web nginx:1.27", "/usr/bin/podman", "nginx:1.27"],
    [
      "docker --host unix:///x.sock run -p 80:80 -p81:81 nginx run",
      "docker --host unix:///x.sock",
      "nginx",
    ],
    ["docker -H tcp://h:1 run -itv /a:/b nginx", "docker -H tcp://h:1", "nginx"],
    ["docker run --init --env=A=b -e C --network net -- nginx --rm", "docker", "nginx"],
    ["podman --runtime crun run --tls-verify --read-only nginx", "podman --runtime crun", "nginx"],
  ] as const) {
    it(`is read: ${line}`, () => {
      const call = parse(line);
      assert.deepEqual([call.engine.join(" "), call.image], [engine, image]);
    });
  }

  it("gets more options behind `run`, and stays as it is otherwise", () => {
    const words = withOptions(parse("docker --debug run -e A=b nginx run -x"), ["--rm"]);
    assert.equal(words.join(" "), "docker --debug run --rm -e A=b nginx run -x");
  });

  it("has its options by their names", () => {
    const { options } = parse("docker run -dit -v/a:/b -eX --init=false --user 1 nginx -x");
    assert.deepEqual(
      options.map(({ name, value }) => `${name} ${value}`),
      ["-d true", "-i true", "-t true", "-v /a:/b", "-e X", "--init false", "--user 1"],
    );
  });

  for (const line of [
    "docker",
    "docker ps",
    "docker run",
    "docker run --name web",
    "docker exec web run",
    "./run-tests.sh",
    "sh -c run",
    "docker compose run web",
  ]) {
    it(`is not: ${line}`, () => {
      assert.throws(
        () => parse(line),
        (error) => error instanceof CxrayError && error.code === "bad-usage",
      );
    });
  }
});

describe("a command that can't be tried out", () => {
  for (const [line, says] of [
    ["docker run -d nginx", /with -d$/u],
    ["docker run -itd nginx", /with -t$|with -d$/u],
    ["docker run --tty nginx", /with --tty$/u],
    ["docker run --privileged nginx", /with --privileged$/u],
    ["docker run --restart always nginx", /with --restart$/u],
    ["docker run --security-opt seccomp=own.json nginx", /policy of its own/u],
    ["docker run --security-opt=seccomp:unconfined nginx", /policy of its own/u],
  ] as const) {
    it(`is refused: ${line}`, () => {
      assert.throws(() => {
        refuseUnfit(parse(line), ["seccomp="]);
      }, says);
    });
  }

  it("is none of these", () => {
    refuseUnfit(
      parse("docker run --detach=false --security-opt no-new-privileges nginx -d --privileged"),
      ["seccomp="],
    );
  });
});
