import assert from "node:assert/strict";
import { test } from "node:test";
import { penOf, type Report } from "#casework";
import { randomBytes } from "#prim";
import { DeskError, suspend, write, type OpenDesk } from "../../core/index.ts";
import { endPlay, founder, letIn, settle, stage } from "../../testing/cast.ts";
import { recordsOfKeep } from "../commands/keep.ts";
import type { Keep } from "../commands/schemas.ts";
import { contextOf as contextOfDesk, type ViewContext } from "./context.ts";
import { inboxView, readingView } from "./reading.ts";

const TOLD = "The ARMY took him.";
const FORGED = "Nobody took him. He left by himself.";
const HOUR_MS = 3_600_000;

const letter = (): Report => penOf(randomBytes)("report", { channel: "tell", text: TOLD, lang: "en", received: { kind: "exact", first: "2031-04-17", last: "2031-04-17" } });
const keepOf = (report: string): Keep => ({
  report,
  case: { new: "A case" },
  start: 4,
  end: 8,
  stance: "asserts",
  saidBy: null,
  keep: { form: "other", about: { new: "him" }, property: "remark", value: "soldiers" },
});
const contextOf = (desk: OpenDesk): ViewContext => ({ ...contextOfDesk(desk), today: "2031-04-18" });

for (const isSuspended of [false, true]) {
  test(`a desk reads and quotes the letter it opened itself, though ${isSuspended ? "one since suspended" : "a member"} wrote other words under its id`, async () => {
    let now = Date.now();
    const on = stage(() => now);
    const amina = await founder(on, "Amina");
    const tomas = await letIn(on, amina, "Tomas", null);
    const ilya = await letIn(on, amina, "Ilya", tomas);
    now += HOUR_MS;
    const told = letter();
    write(amina, "inbox", "receive", [told]);
    await settle(amina, ilya);
    now -= HOUR_MS / 2;
    write(tomas, "inbox", "receive", [{ ...told, text: FORGED }]);
    now += HOUR_MS / 2;
    await settle(tomas);
    if (isSuspended) await suspend(amina, tomas.keyring.person);
    await settle(amina, ilya);

    const context = contextOf(amina);
    assert.equal(context.book.byId(told.id).length, 2);
    assert.equal(readingView(context, told.id)!.text, TOLD);
    const [row] = inboxView(context).reports;
    assert.deepEqual([row!.excerpt, row!.marks], [TOLD, ["text-disagrees"]]);
    const kept = recordsOfKeep(context.book, keepOf(told.id), randomBytes, context.me)!;
    assert.ok(JSON.stringify(kept).includes('"quote":"ARMY"'));

    const theirs = contextOf(ilya);
    const quoteThere = (): unknown => recordsOfKeep(theirs.book, keepOf(told.id), randomBytes, theirs.me);
    if (isSuspended) assert.ok(JSON.stringify(quoteThere()).includes('"quote":"ARMY"'), "what came after a suspension changes no view");
    else assert.throws(quoteThere, (error) => error instanceof DeskError && error.rule === "text-disagrees", "who opened neither does not choose by chance");
    if (isSuspended) assert.equal(readingView(theirs, told.id)!.text, TOLD);
    endPlay(on, amina, tomas, ilya);
  });
}

test("of a text that was taken back nothing is kept any more", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const told = letter();
  write(amina, "inbox", "receive", [told]);
  write(amina, "inbox", "undo", [penOf(randomBytes)("withdraw", { target: told.id })]);
  const { book, me } = contextOf(amina);
  assert.equal(recordsOfKeep(book, keepOf(told.id), randomBytes, me), null);
  endPlay(on, amina);
});
