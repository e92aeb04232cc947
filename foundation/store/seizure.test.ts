import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fromHex, Redacted, toBase64, toHex, utf8, type Bytes } from "#bytes";
import { Signer } from "#prim";
import { composeEntry, type VerifiedEntry } from "#entry";
import { FIRST_ACT, GROUP } from "../../vectors/entry/writer.ts";
import { canonical, type Json } from "#bytes";
import { bodyWith, KEY, OTHER_KEY, placeFor, roster } from "./testing/cast.ts";

/** All ways a text or key could stand in a file and still be read by who took the disk. */
function spellings(name: string, raw: Uint8Array): [string, Buffer][] {
  const text = Buffer.from(raw).toString("utf8");
  const swapped = Buffer.from(text, "utf16le").swap16();
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = toBase64(Uint8Array.from([...new Uint8Array(shift), ...raw]));
    // The first and last group also hold what stands beside it: what is left is the same at every place of this alignment.
    return [`base64+${shift}`, Buffer.from(encoded.slice(4, -4))] as [string, Buffer];
  });
  const all: [string, Buffer][] = [
    ["bytes", Buffer.from(raw)],
    ["utf-16le", Buffer.from(text, "utf16le")],
    ["utf-16be", swapped],
    ["hex", Buffer.from(toHex(raw))],
    ["HEX", Buffer.from(toHex(raw).toUpperCase())],
    ...base64,
  ];
  return all.map(([spelling, bytes]) => [`${name} as ${spelling}`, bytes]);
}

function canary(where: string): string {
  return `canary ${where} in the coal mine`;
}

const CANARIES = [
  "case",
  "id",
  "kind",
  "subject",
  "search text",
  "json",
  "unreadable",
  "act",
  "draft",
  "draft name",
  "newer",
  "source",
  "log",
  "incarnation",
  "epoch",
  "compartment",
];

function filesIn(...folders: readonly string[]): [string, Buffer][] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => [join(folder, one.name), readFileSync(join(folder, one.name))] as [string, Buffer]),
  );
}

describe("whoever takes the disk", () => {
  it("finds nothing of what was written, open or closed, in any file", (t) => {
    const place = placeFor(t);
    const temporary = join(place.folder, "tmp");
    mkdirSync(temporary);
    const before = process.env["SQLITE_TMPDIR"];
    process.env["SQLITE_TMPDIR"] = temporary;
    t.after(() => {
      if (before === undefined) delete process.env["SQLITE_TMPDIR"];
      else process.env["SQLITE_TMPDIR"] = before;
    });

    const signer = Signer.random();
    const epochKey = Signer.random().seed();
    let last: VerifiedEntry | null = null;
    const write = (body: Json): VerifiedEntry => {
      const seq: number = (last?.header.seq ?? 0) + 1;
      const prev: string | null = last?.id ?? null;
      const draft = { clock: 1e12 + seq, compartment: "work", group: GROUP, prev, rosterSeen: FIRST_ACT, seen: prev === null ? [] : [prev], seq };
      return (last = composeEntry(draft, canonical(body), Signer.random().seed().reveal(), signer));
    };
    const first = write(
      bodyWith({
        about: [canary("subject")],
        id: canary("id"),
        inCase: canary("case"),
        kind: canary("kind"),
        text: canary("search text"),
        note: canary("json"),
      }),
    );
    const secrets: [string, Uint8Array][] = [
      ...CANARIES.map((where) => [where, utf8(canary(where))] as [string, Uint8Array]),
      ["database key", KEY.reveal()],
      ["epoch key", epochKey.reveal()],
      ["device key", fromHex(signer.publicKey)],
      ["entry id", fromHex(first.id)],
      ["salt", first.salt],
      ["signature", first.signature],
      ["group", fromHex(GROUP)],
    ];
    const looked = new Set<string>();
    const nothingIn = (...folders: readonly string[]): void => {
      for (const [path, bytes] of filesIn(...folders)) {
        looked.add(path.slice(place.folder.length));
        for (const [name, raw] of secrets)
          for (const [spelling, needle] of spellings(name, raw)) assert.ok(!bytes.includes(needle), `${spelling} in ${path}`);
        assert.ok(!bytes.subarray(0, 16).equals(Buffer.from("SQLite format 3\0")));
      }
    };

    const store = place.open();
    store.addEntries([first, write({ act: canary("unreadable"), records: [], v: 9 })], roster, { log: canary("log"), cursor: 3 });
    store.startLogAnew(canary("log"), canary("incarnation"));
    store.addActs([{ id: first.id, stored: utf8(canary("act")) }]);
    store.addEpochKey({ epoch: canary("epoch"), compartment: canary("compartment"), key: epochKey as Redacted<Bytes> });
    store.set(canary("draft name"), utf8(canary("draft")));
    store.keepNewer(canary("source"), utf8(canary("newer")));
    for (let n = 0; n < 40; n++) {
      const many = Array.from({ length: 100 }, (_, m) => ({
        id: `${n} ${m}`,
        kind: canary("kind"),
        text: `${canary("search text")} ${(n * 7919 + m * 31) % 4001}`,
      }));
      store.addEntries([write({ act: "import", records: many, v: 1 })], roster);
      if (n % 10 === 0) nothingIn(place.folder, temporary);
    }
    // What sorts, makes anew and copies could spill into temporary files.
    assert.equal(store.records({ kind: canary("kind"), limit: 5000 }).length, 4001);
    assert.ok(store.search("canary coal", { limit: 100 }).length === 100);
    assert.ok([...store.stateRows()].length > 4000);
    store.rebuild(() => nothingIn(place.folder, temporary));
    store.startBulk();
    store.atomically(() => {
      store.set(canary("draft name"), utf8(canary("draft")));
      const more = Array.from({ length: 400 }, (_, m) => ({ id: `more ${m}`, kind: canary("kind"), text: `${canary("search text")} ${m}` }));
      store.addEntries([write({ act: "import", records: more, v: 1 })], roster);
      nothingIn(place.folder, temporary);
    });
    assert.ok(looked.has("/desk.db-journal"));
    store.indexWholeSearch(() => nothingIn(place.folder, temporary));
    store.endBulk();
    store.set(canary("draft name"), null);
    store.exportTo(join(place.folder, "copy.db"), OTHER_KEY);
    store.check();
    nothingIn(place.folder, temporary);
    assert.ok(looked.has("/desk.db") && looked.has("/desk.db-wal") && looked.has("/copy.db"));
    store.close();
    nothingIn(place.folder, temporary);
    assert.deepEqual(readdirSync(temporary), []);
    assert.deepEqual(readdirSync(place.folder).sort(), ["copy.db", "desk.db", "desk.db-mark", "tmp"]);
  });

  it("would be found out by this test: the same canaries are seen in a file in the clear", () => {
    const clear = Buffer.concat([utf8("before "), utf8(canary("draft")), utf8(" after")]);
    assert.ok(spellings("draft", utf8(canary("draft"))).some(([, needle]) => clear.includes(needle)));
    for (const [spelling, needle] of spellings("draft", utf8(canary("draft")))) {
      const shift = Number(/base64\+(\d)/.exec(spelling)?.[1] ?? 0);
      const padded = Buffer.concat([Buffer.alloc(shift), utf8(canary("draft")), Buffer.from("more")]);
      const haystacks = [
        padded,
        Buffer.from(canary("draft"), "utf16le"),
        Buffer.from(canary("draft"), "utf16le").swap16(),
        Buffer.from(padded.toString("base64")),
        Buffer.from(padded.toString("hex")),
        Buffer.from(padded.toString("hex").toUpperCase()),
      ];
      assert.ok(
        haystacks.some((haystack) => haystack.includes(needle)),
        spelling,
      );
    }
  });
});
