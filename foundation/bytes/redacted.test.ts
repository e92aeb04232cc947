import assert from "node:assert/strict";
import { Console } from "node:console";
import { Writable } from "node:stream";
import { test } from "node:test";
import { format, inspect } from "node:util";
import { canonicalText, Redacted, type Json } from "#bytes";

const SECRET = "correct horse battery staple";

/** What a console writes, on both its streams. */
function printed(write: (console: Console) => void): string {
  let out = "";
  const stream = new Writable({ write: (chunk, _encoding, done) => ((out += String(chunk)), done()) });
  write(new Console({ stdout: stream, stderr: stream }));
  return out;
}

const WAYS: readonly [string, (secret: Redacted<unknown>) => string][] = [
  ["a template", (s) => `${s}`],
  ["String and joining", (s) => String(s) + [s, [s]].join() + "".concat(s as never)],
  ["JSON", (s) => JSON.stringify({ s, deep: [{ s }] })],
  ["inspect", (s) => inspect(s) + inspect({ deep: { s } }) + inspect(new Map([[s, s]])) + inspect([s], { depth: 10 })],
  ["inspect with everything shown", (s) => inspect(s, { showHidden: true, getters: true, depth: null })],
  ["inspect past our own printing", (s) => inspect({ s }, { customInspect: false, showHidden: true, depth: null })],
  ["format", (s) => ["%s", "%o", "%O", "%j", "%d", "%i", "%f", "%c"].map((how) => format(how, s)).join(" ")],
  [
    "the console",
    (s) =>
      printed((c) => {
        c.log(s);
        c.error("failed:", { s });
        c.dir(s, { showHidden: true, depth: null });
        c.table([{ s }]);
        c.trace(s);
        c.warn(`${s}`);
        c.group(s);
        c.assert(false, s);
      }),
  ],
  [
    "an error's message, cause and stack",
    (s) => {
      const e = new Error(`no entry for ${s}`, { cause: s });
      return inspect(e) + String(e.stack) + printed((c) => c.error(e));
    },
  ],
  [
    "a failed assertion",
    (s) => {
      try {
        assert.deepEqual({ s }, { s: 1 });
        return "";
      } catch (error) {
        return inspect(error, { depth: null });
      }
    },
  ],
  [
    "its own keys and descriptors",
    (s) => JSON.stringify([Object.keys(s), Object.entries(s), Object.getOwnPropertyNames(s), { ...s }, Object.getOwnPropertyDescriptors(s)]),
  ],
  [
    "a structured clone",
    (s) => {
      try {
        return inspect(structuredClone(s));
      } catch (error) {
        return String(error);
      }
    },
  ],
];

for (const [way, show] of WAYS) {
  test(`a secret does not show in ${way}`, () => {
    for (const value of [SECRET, new TextEncoder().encode(SECRET), { passphrase: SECRET }]) {
      const shown = show(new Redacted(value));
      assert.ok(!shown.includes(SECRET) && !shown.includes("horse") && !shown.includes("99, 111, 114"), shown);
    }
    assert.ok(show(new Redacted(1)).length > 0);
  });
}

test("it says that there was something", () => {
  const secret = new Redacted(SECRET);
  assert.deepEqual([`${secret}`, JSON.stringify([secret]), inspect([secret])], ["<redacted>", `["<redacted>"]`, "[ <redacted> ]"]);
});

test("reveal gives the secret itself", () => {
  const bytes = new Uint8Array(4);
  assert.equal(new Redacted(bytes).reveal(), bytes);
});

test("what is signed cannot hold a secret by mistake, nor pretend to", () => {
  assert.throws(() => canonicalText({ key: new Redacted(SECRET) as unknown as Json }), { code: "not-canonical" });
});
