/** The independent reader's own tests (verifier-py), counted here once. Debian's Python, which has the one library it needs. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { runProgram } from "./run-node.ts";
import { without } from "./system-packages.ts";

const PYTHON = "/usr/bin/python3";
const READER = fileURLToPath(new URL("../verifier-py", import.meta.url));
const skip = existsSync(PYTHON) ? without("python3-cryptography") : "python3 is not installed here";

test("verifier-py: its own tests pass", { skip }, async (t) => {
  const { code, stderr } = await runProgram(PYTHON, ["-B", "-m", "unittest"], READER);
  const ran = Number(/^Ran (\d+) tests? in/m.exec(stderr)?.[1] ?? 0);
  assert.equal(code, 0, stderr);
  assert.ok(ran > 0, "unittest found no test");
  t.diagnostic(`${ran} Python tests`);
});
