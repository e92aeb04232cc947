/** Writes acts until it is killed; sends each entry's id once the desk has acknowledged it. For e2e/kill.test.ts. */
import { penOf } from "#casework";
import { randomBytes } from "#prim";
import { unlockDesk, write } from "../../apps/desk/core/index.ts";
import { PASSPHRASE } from "../../apps/desk/testing/cast.ts";

const desk = await unlockDesk(process.argv[2]!, PASSPHRASE);
for (;;) {
  const id = write(desk, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]);
  await new Promise<void>((resolve) => process.send!(id, () => resolve()));
}
