import assert from "node:assert/strict";
import { test } from "node:test";

test("a day nobody knows is said to be so, and is no year", async () => {
  // The screens' words speak to the page as soon as they are read.
  Object.assign(globalThis, { document: { documentElement: {} } });
  const { day, speak } = await import("./i18n.ts");
  speak("en");
  assert.equal(day(""), "day not known");
  assert.deepEqual([day("2031-03-14"), day("2031-03"), day("2031")], ["Mar 14, 2031", "Mar 2031", "2031"]);
  speak("ru");
  assert.equal(day(""), "день неизвестен");
});
