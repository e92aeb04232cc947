/** What a person sees before they agree that something leaves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { penOf } from "#casework";
import { randomBytes } from "#prim";
import { write } from "../../core/index.ts";
import { endPlay, founder, letIn, stage } from "../../testing/cast.ts";
import { deskRoutes } from "../routes.ts";
import type { ExportLook } from "../../api-exports.ts";

test("a file in which somebody typed a member's name says so; the same name of somebody in the record is none", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const subject = penOf(randomBytes)("subject", { type: "case" });
  const pen = penOf(randomBytes, subject.id);
  const person = pen("subject", { type: "person" });
  const says = (of: string, property: string, value: object) => pen("statement", { subject: of, property, stance: "asserts", value } as never);
  write(amina, "work", "begin-case", [subject, says(subject.id, "title", { text: "A case" }), person, says(person.id, "name", { name: { full: "Amina Qarim" } })]);
  const app = deskRoutes(amina, { now: () => Promise.resolve(true), soon: () => undefined, stop: () => Promise.resolve() });
  const look = async (): Promise<ExportLook> => {
    const body = JSON.stringify({ of: { case: subject.id }, format: "jsonl", ceiling: 2 });
    const answer = await app.request("http://desk/api/exports/look", { method: "POST", headers: { "content-type": "application/json" }, body });
    assert.equal(answer.status, 200);
    return (await answer.json()) as ExportLook;
  };
  assert.deepEqual((await look()).members, []);
  write(amina, "work", "add-note", [says(person.id, "remark", { text: "TOMAS rang the hospital." })]);
  assert.deepEqual((await look()).members, ["Tomas"]);
  endPlay(on, amina, tomas);
});
