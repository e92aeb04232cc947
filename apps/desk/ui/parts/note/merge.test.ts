import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { NotePart } from "../../../api-archive.ts";
import { sideBySide, together } from "./merge.ts";

const words = fc.string({ minLength: 1, maxLength: 12 });
const parts: fc.Arbitrary<NotePart[]> = fc.array(
  fc.oneof(
    fc.record({ of: fc.constantFrom("same" as const, "one" as const, "other" as const), text: words }),
    fc.record({ of: fc.constant("both" as const), one: fc.string({ maxLength: 8 }), other: fc.string({ maxLength: 8 }), base: fc.string({ maxLength: 8 }) }),
  ),
);

test("each side shows its version whole, and nothing of the other's", () => {
  fc.assert(
    fc.property(parts, (of) => {
      const text = (side: "one" | "other"): string => of.map((p) => (p.of === "both" ? p[side] : p.of === "same" || p.of === side ? p.text : "")).join("");
      const { one, other } = sideBySide(of);
      assert.equal(one.map((r) => r.text).join(""), text("one"));
      assert.equal(other.map((r) => r.text).join(""), text("other"));
      // What is marked on one side is what the other does not have.
      assert.equal(one.filter((r) => !r.own).map((r) => r.text).join(""), other.filter((r) => !r.own).map((r) => r.text).join(""));
    }),
  );
});

test("both together leave out no word of either", () => {
  fc.assert(
    fc.property(parts, (of) => {
      const text = together(of);
      let at = 0;
      for (const part of of)
        for (const piece of part.of === "both" ? [part.one, part.other] : [part.text]) {
          const found = text.indexOf(piece, at);
          assert.ok(found >= at, piece);
          at = found + piece.length;
        }
    }),
  );
});

test("where each wrote something else both stand there, with a space between", () => {
  const of: NotePart[] = [
    { of: "same", text: "She called " },
    { of: "both", one: "on Monday", other: "on Tuesday", base: "" },
    { of: "one", text: ", crying" },
  ];
  assert.equal(together(of), "She called on Monday on Tuesday, crying");
});

test("where each wrote paragraphs of their own, they do not run into one another", () => {
  assert.equal(together([{ of: "both", one: "We met her.\n\nShe was calm.", other: "The court answered.\n\nNo.", base: "" }]), "We met her.\n\nShe was calm.\n\nThe court answered.\n\nNo.");
});
