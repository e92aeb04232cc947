/** verify.sh is for machines we never saw: other shells, other awks, busybox, and machines where a tool is missing. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { LONG } from "../../scripts/long.ts";
import { packageVectors, vectorPath } from "./testing/vectors.ts";
import { askSh, otherMachines, shMissing } from "./testing/verifiers.ts";

const scratch = mkdtempSync(join(tmpdir(), "vouchsafe-portable-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const vectors = packageVectors();
const usual = vectorPath("trust", "usual");
/** One of each kind of work the script has awk and the shell do. */
const FEW = /accept\/(whole-case|odd-bytes)|seal-key-of-mixed-order|custody-entry-changed|commitment-size|trust-option|percent-name/;

test("verify.sh by the other shells and awks that are here", { skip: shMissing }, async (t) => {
  const chosen = vectors.filter((vector) => (LONG ? /./ : FEW).test(vector.name));
  assert.ok(chosen.length >= 6);
  const machines = otherMachines(scratch);
  t.diagnostic(`asked: ${machines.map((machine) => machine.name).join(", ") || "none is here"}`);
  for (const { name, shell, path } of machines) {
    const answers = await askSh(chosen, shell, path);
    assert.deepEqual(
      answers,
      chosen.map((vector) => vector.withTrust),
      name,
    );
  }
});

test("verify.sh without a tool, or with one that cannot do it, gives no verdict", { skip: shMissing }, async () => {
  const asked = [{ packagePath: vectorPath("accept", "small", "package"), trustPath: usual }];
  for (const [name, program] of [
    ["awk", "#!/bin/sh\nexit 2\n"],
    ["ssh-keygen", "#!/bin/sh\nexit 255\n"],
  ] as const) {
    const folder = join(scratch, `broken-${name}`);
    mkdirSync(folder);
    writeFileSync(join(folder, name), program, { mode: 0o755 });
    assert.deepEqual(await askSh(asked, "sh", `${folder}:${process.env["PATH"]}`), [64], name);
  }
  assert.deepEqual(await askSh(asked, "/bin/sh", join(scratch, "nothing-here")), [64]);
});

test("verify.sh with a relative TMPDIR says what it says else", { skip: shMissing }, () => {
  const script = fileURLToPath(new URL("verify.sh", import.meta.url));
  const args = [script, vectorPath("accept", "small", "package"), "--trust", usual];
  const { status, stderr } = spawnSync("sh", args, { cwd: scratch, encoding: "utf8", env: { ...process.env, TMPDIR: "." } });
  assert.deepEqual([status, stderr], [0, ""]);
});
