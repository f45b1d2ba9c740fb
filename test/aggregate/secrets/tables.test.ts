import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutSecrets } from "../../../src/aggregate/patterns/arguments.js";
import { SECRET_FORMS } from "../../../src/aggregate/secrets/forms.js";
import { BUILT_IN_SECRETS } from "../../../src/aggregate/secrets/secret-tables.js";
import { SECRET_PLACES } from "../../../src/aggregate/secrets/programs.js";
import { harmlessLength } from "../../../src/aggregate/secrets/text.js";

test("each program's place for a secret is known, also within a script and behind another program", () => {
  for (const { example } of SECRET_PLACES) {
    const argv = example.split(" ");
    for (const line of [
      argv,
      ["sudo", "-u", "bob", ...argv],
      ["bash", "-lc", `cd /; ${example}`],
    ]) {
      const kept = JSON.stringify(withoutSecrets(line));
      assert.ok(!kept.includes("S3CRET"), `${example}: ${kept}`);
      assert.ok(kept.includes(argv[0] ?? ""), `${example}: the program is kept: ${kept}`);
    }
  }
});

test("a program without its secret is kept whole", () => {
  for (const line of [
    "docker run -p 8080:80 nginx",
    "vault status -format json",
    "htpasswd -c file bob",
    "mc ls m/bucket",
    "rabbitmqctl list_users",
    "curl -sS -o out https://h/",
    "openssl x509 -in cert.pem -noout",
  ]) {
    assert.deepEqual(withoutSecrets(line.split(" ")), line.split(" "));
  }
});

test("each known form is found at the end of a text, after what is kept", () => {
  for (const { name, example } of SECRET_FORMS) {
    const text = `run --with ${example}`;
    const kept = text.slice(0, harmlessLength(text));
    assert.ok(text.length - kept.length >= 16, `${name}: ${kept}`);
    assert.ok(kept.startsWith("run --with "), `${name}: ${kept}`);
  }
});

test("a name is read word by word", () => {
  for (const name of "DB_PASSWORD --api-key clientSecret AccountKey keyStorePassword dbpassword --pw authToken".split(
    " ",
  )) {
    assert.ok(BUILT_IN_SECRETS.namesSecret(name), name);
  }
  for (const name of "author --tokenizer bypass --token-file PasswordAuthentication maxTokens compass keyboard".split(
    " ",
  )) {
    assert.ok(!BUILT_IN_SECRETS.namesSecret(name), name);
  }
});
