import assert from "node:assert/strict";
import { test } from "node:test";
import { rowOf } from "./archive/row.ts";
import { bookOf } from "./book.ts";
import { missingFor } from "./missing.ts";
import { whoDidWhatToWhom } from "./people.ts";
import { entry, seeded } from "./testing/cast.ts";
import { penOf } from "./write.ts";

test("where somebody was held counts as a place of the act, and of its event; an event shows the span of its acts", () => {
  const pen = penOf(seeded("stays"));
  const subject = pen("subject", { type: "case" });
  const inCase = penOf(seeded("stays of a case"), subject.id);
  const [event, one, other] = [inCase("subject", { type: "event" }), inCase("subject", { type: "act" }), inCase("subject", { type: "act" })];
  const say = (act: string, property: string, value: object) => inCase("statement", { subject: act, property, stance: "asserts", value });
  const place = { place: { asGiven: "the old mill", latMicrodegrees: 48_000_000, lonMicrodegrees: 11_000_000, radiusM: 200 } };
  const records = [
    subject,
    event,
    one,
    other,
    say(one.id, "event", { ref: event.id }),
    say(other.id, "event", { ref: event.id }),
    say(one.id, "stay", place),
    say(one.id, "time", { time: { kind: "exact", first: "2031-03-02", last: "2031-03-04" } }),
    say(other.id, "time", { time: { kind: "within", first: "2031-03-01", last: "2031-03-31" } }),
  ];
  const book = bookOf(entry("amina", 1, records));
  assert.deepEqual(whoDidWhatToWhom(book, subject.id).find(({ act }) => act === one.id)!.places, [place]);
  assert.equal(rowOf(book, one.id, "2031-05-01")!.circles.length, 1);
  const row = rowOf(book, event.id, "2031-05-01")!;
  assert.equal(row.circles.length, 1);
  assert.deepEqual([row.first, row.last], ["2031-03-01", "2031-03-31"]);
  const placeless = missingFor(book, subject.id, "2031-05-01").filter(({ code }) => code === "no-place");
  assert.deepEqual(
    placeless.map((missing) => missing.subject),
    [other.id],
  );
});
