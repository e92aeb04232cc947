import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { LONG } from "../../../../scripts/long.ts";
import { founder, PASSPHRASE, stage } from "../../testing/cast.ts";
import { listOf, wishFor } from "../../testing/import-cast.ts";
import { entriesOf, recordsIn } from "./acts.ts";
import { importPlace } from "./context.ts";
import { undoState } from "./undo.ts";
import { closeDesk, unlockDesk } from "../unlock.ts";

const CHILD = fileURLToPath(new URL("../../testing/import-killed.ts", import.meta.url));
/** In a long run four groups, one after the other: what a desk looks at after each kill grows with what was brought in. */
const GROUPS = LONG ? 4 : 1;
const KILLS = LONG ? 25 : 6;
const ROWS = KILLS * 60;

/** Lets a desk work until it has said so many steps, then kills it. Whether it was killed before it was done. */
function workAndDie(args: readonly string[], steps: number, afterMs: number): Promise<{ killed: boolean; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", CHILD, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    let dying = false;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (dying || said.split("step").length <= steps) return;
      dying = true;
      setTimeout(() => child.kill("SIGKILL"), afterMs);
    });
    child.on("error", reject);
    child.on("close", (code, signal) =>
      signal === "SIGKILL" || code === 0 ? resolve({ killed: signal === "SIGKILL", said }) : reject(new Error(`the desk ended with ${code}`)),
    );
  });
}

describe("a desk killed while it brings a file in, takes it back, or brings it back", () => {
  const on = stage();
  after(() => on.strike());

  const names = ["Amina", "Tomas", "Ilya", "Safiya"].slice(0, GROUPS);
  for (const name of names) it(`goes on where it was, ${KILLS} times and more: nothing twice, nothing lost (${name})`, async (t) => {
    const desk = await founder(on, name);
    const dir = desk.dir;
    const { importId } = importPlace(desk, wishFor("").mapping, null);
    closeDesk(desk);
    const file = join(on.dir, `${name}.csv`);
    writeFileSync(file, listOf(ROWS));
    const args = [dir, PASSPHRASE.reveal(), file];
    const look = async <T>(at: (of: typeof desk) => T): Promise<T> => {
      const open = await unlockDesk(dir, PASSPHRASE, on.surroundings);
      try {
        return at(open);
      } finally {
        closeDesk(open);
      }
    };
    const ids = (of: typeof desk): string[] => entriesOf(of, "made", importId).flatMap((entry) => recordsIn(of, entry).map(({ id }) => id));

    let kills = 0;
    let before: string[] = [];
    for (let done = false; !done && kills < KILLS;) {
      const { killed } = await workAndDie(args, 1, Math.random() * 120);
      const now = await look(ids);
      assert.equal(new Set(now).size, now.length, "no record twice");
      assert.ok(
        before.every((id) => now.includes(id)),
        "what was written stays",
      );
      before = now;
      if (killed) kills++;
      done = !killed;
    }
    await workAndDie(args, Number.MAX_SAFE_INTEGER, 0);
    const end = await workAndDie(args, Number.MAX_SAFE_INTEGER, 0);
    assert.match(end.said, new RegExp(`done .*"added":0,"same":[0-9]+,"superseding":0.*"same":${ROWS}`), "a last run finds everything there");
    const whole = await look(ids);
    // Case and title; source, alias, document, title; person, name, age; act, kind, victim, event, time. A raid for four rows, each of which says its title at its own page.
    assert.equal(whole.length, 2 + 4 + ROWS * 8 + ROWS + ROWS / 4);
    assert.equal(new Set(whole).size, whole.length);

    for (const [work, state] of [
      ["undo", "undone"],
      ["redo", "standing"],
    ] as const) {
      for (let killed = true, lives = 0; killed && lives < 4; lives++) {
        ({ killed } = await workAndDie([...args, work], 1, Math.random() * 60));
        if (killed) kills++;
      }
      await workAndDie([...args, work], Number.MAX_SAFE_INTEGER, 0);
      assert.equal(await look((of) => undoState(of, importId)), state);
      const current = await look(
        (of) =>
          new Set(
            of.records
              .book(of.line)
              .current("statement")
              .map(({ record }) => record.id),
          ).size,
      );
      assert.equal(current, state === "undone" ? 0 : whole.length - (1 + 2 + ROWS * 2 + ROWS / 4));
    }
    assert.ok(kills >= 3, `only ${kills} kills hit`);
    t.diagnostic(`${kills} kills; ${whole.length} records, each once`);
  });
});
