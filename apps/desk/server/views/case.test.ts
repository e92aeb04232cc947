import assert from "node:assert/strict";
import { test } from "node:test";
import { penOf } from "#casework";
import { randomBytes } from "#prim";
import { write, type OpenDesk } from "../../core/index.ts";
import { endPlay, founder, stage } from "../../testing/cast.ts";
import { writeDemoRecord } from "../../testing/demo-record.ts";
import { decline } from "../commands/records.ts";
import { caseView } from "./case.ts";
import { contextOf as contextOfDesk, type ViewContext } from "./context.ts";

const contextOf = (desk: OpenDesk): ViewContext => ({ ...contextOfDesk(desk), today: "2026-11-22" });

test("what a case shows is in no language of its own: codes and numbers come as such, and in one order", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const { caseId, findingId, reports } = writeDemoRecord(amina);
  const no = decline(contextOf(amina).book, { finding: findingId, reason: "Miller repeats Heron." }, randomBytes)!;
  write(amina, "work", no.act, no.records);
  const pen = penOf(randomBytes, caseId);
  const source = pen("subject", { type: "source" });
  const alias = pen("statement", { subject: source.id, property: "alias", stance: "asserts", value: { text: "Wren" } });
  const kind = pen("statement", { subject: source.id, property: "kind", stance: "asserts", value: { code: { list: "sourceKind", term: "co-detainee" } } });
  write(amina, "work", "add-source", [source, kind, alias]);
  const view = caseView(contextOf(amina), caseId)!;

  assert.deepEqual(view.history.find((row) => row.act === "add-source")!.lines, [{ words: "Wren" }, { code: { list: "sourceKind", term: "co-detainee" } }]);
  assert.deepEqual(view.history.find((row) => row.act === "decline-finding")!.lines, [{ words: "Miller repeats Heron." }]);
  assert.deepEqual(view.saidFound.map((row) => row.claimCounts).filter((counts) => counts.length > 0), []);
  const ministry = view.texts.find((text) => text.report === reports[3])!;
  assert.deepEqual([ministry.statements, ministry.denials], [0, 2], "a text read into denials is not an unread one");
  assert.deepEqual(view.standardsNotSaid, [5]);
  const statements = view.saidFound.flatMap((row) => row.alleged);
  assert.ok(statements.every(({ form }) => form === "code"));
  endPlay(on, amina);
});

test("a finding says who objects and why, and whose name it would tell without consent", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const { caseId, findingId } = writeDemoRecord(amina);
  const finding = () => caseView(contextOf(amina), caseId)!.findings.find(({ id }) => id === findingId)!;
  assert.deepEqual(finding().namesWithoutConsent.map(({ label }) => label.split(" / ").toSorted()), [["Marek Dolin", "Марек Долин"]]);
  const person = finding().namesWithoutConsent[0]!.id;
  write(amina, "work", "consent", [penOf(randomBytes, caseId)("consent", { of: person, purpose: "publish name", answer: "yes" })]);
  assert.deepEqual(finding().namesWithoutConsent, []);

  assert.deepEqual(finding().objections, []);
  const no = decline(contextOf(amina).book, { finding: findingId, reason: "Miller repeats Heron." }, randomBytes)!;
  const entry = write(amina, "work", no.act, no.records);
  assert.deepEqual(finding().objections, [{ entry, by: "Amina", reason: "Miller repeats Heron.", mine: true }]);
  endPlay(on, amina);
});
