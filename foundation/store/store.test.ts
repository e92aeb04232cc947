import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Redacted, utf8, type Json } from "#bytes";
import { History, uncountedEntries } from "#entry";
import { hashOf } from "#prim";
import { FIRST_ACT, openRoster, Writer } from "../../vectors/entry/writer.ts";
import { bodyWith, KEY, OTHER_KEY, placeFor, projector, roster } from "./testing/cast.ts";
import { StoreError } from "./errors.ts";
import { openStore } from "./store.ts";

const texts = (rows: readonly { readonly record: unknown }[]): string[] => rows.map((row) => (row.record as { text: string }).text);

describe("entries in the store", () => {
  it("are applied once, however often they come, and are there after it was closed", (t) => {
    const place = placeFor(t);
    const writer = new Writer("Amina");
    const entries = [writer.write(bodyWith({ id: "p1", kind: "person", text: "one" })), writer.write()];
    const store = place.open();
    assert.deepEqual(store.addEntries([...entries, entries[0]!], roster), { applied: entries.map((e) => e.id), waiting: [], refused: [] });
    assert.deepEqual(store.addEntries(entries, roster), { applied: [], waiting: [], refused: [] });
    store.close();
    const again = place.open();
    assert.deepEqual(again.addEntries(entries, roster).applied, []);
    assert.deepEqual(again.entry(entries[0]!.id), entries[0]);
    assert.equal(again.entry("00".repeat(32)), null);
    assert.deepEqual(
      again.entriesAfter(0, 1).map(({ entry }) => entry),
      [entries[0]],
    );
    assert.deepEqual(
      again.entriesAfter(again.entriesAfter(0, 1)[0]!.arrival, 10).map(({ entry }) => entry),
      [entries[1]],
    );
    again.close();
  });

  it("wait for entries and acts, are listed with what is missing, and apply when it comes", (t) => {
    const store = placeFor(t).open();
    const later = hashOf("vector", utf8("a later act"));
    const writer = new Writer("Bako");
    const first = writer.write();
    writer.rosterSeen = later;
    const [second, third] = [writer.write(), writer.write()];
    assert.deepEqual(store.addEntries([third, second], roster).waiting, [third.id, second.id]);
    assert.deepEqual(
      store.waiting(),
      [
        { id: second.id, missing: { entries: [first.id], acts: [later] } },
        { id: third.id, missing: { entries: [second.id], acts: [later] } },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    assert.deepEqual(store.addEntries([first], roster).applied, [first.id]);
    assert.deepEqual(store.addEntries([], openRoster([FIRST_ACT, later])).applied, [second.id, third.id]);
    assert.deepEqual(store.waiting(), []);
    store.close();
  });

  it("that break a rule are refused and not kept, also when they had waited", (t) => {
    const store = placeFor(t).open();
    const writer = new Writer("Chidi");
    const first = writer.write(undefined, "work", 50);
    const wrong = writer.sign({ ...writer.draft("work", 60), clock: 50 });
    assert.deepEqual(store.addEntries([wrong], roster).waiting, [wrong.id]);
    assert.deepEqual(store.addEntries([first], roster).refused, [{ id: wrong.id, code: "clock-not-after" }]);
    assert.deepEqual(store.addEntries([wrong], roster), { applied: [], waiting: [], refused: [{ id: wrong.id, code: "clock-not-after" }] });
    assert.deepEqual([store.entry(wrong.id), store.waiting()], [null, []]);
    store.close();
  });

  it("wait for all they name, also those that will be refused", (t) => {
    const store = placeFor(t).open();
    const [writer, other] = [new Writer("Farid"), new Writer("Gulnara")];
    const [first, elsewhere] = [writer.write(undefined, "work", 80), other.write(undefined, "work", 10)];
    const wrong = writer.sign({ ...writer.draft("work", 90), clock: 80, seen: [first.id, elsewhere.id].sort() });
    const bare = writer.sign({ ...writer.draft("work", 90), seen: [] });
    assert.deepEqual(store.addEntries([wrong, first], roster), { applied: [first.id], waiting: [wrong.id], refused: [] });
    assert.deepEqual(store.addEntries([elsewhere, bare], roster).refused, [{ id: wrong.id, code: "clock-not-after" }]);
    assert.deepEqual(
      store.heads("work").map((head) => head.id),
      [elsewhere.id, bare.id].sort(),
    );
    store.close();
  });

  it("unblock a chain of a thousand from its first", (t) => {
    const store = placeFor(t).open();
    const writer = new Writer("Dunya");
    let draft = writer.draft("work", 1);
    const chain = Array.from({ length: 1000 }, (_, n) => {
      const entry = writer.sign(draft);
      draft = { ...draft, clock: n + 2, prev: entry.id, seen: [entry.id], seq: n + 2 };
      return entry;
    });
    assert.equal(store.addEntries(chain.slice(1).toReversed(), roster).waiting.length, 999);
    assert.equal(store.addEntries([chain[0]!], roster).applied.length, 1000);
    assert.deepEqual(store.heads("work"), [{ id: chain[999]!.id, clock: 1000 }]);
    store.close();
  });

  it("say what the next one comes after, per device and compartment", (t) => {
    const store = placeFor(t).open();
    const [a, b] = [new Writer("a"), new Writer("b")];
    const [a1, b1] = [a.write(), b.write()];
    b.receive([a1]);
    const b2 = b.write();
    store.addEntries([a1, b1, b2], roster);
    assert.deepEqual(
      store.heads("work").map((head) => head.id),
      [b2.id],
    );
    assert.deepEqual(store.tip(a.device, "work"), { id: a1.id, seq: 1, clock: a1.header.clock });
    assert.equal(store.tip(a.device, "inbox"), null);
    const copy = a.copy();
    const [left, right] = [a.write(), copy.write(undefined, "work", 9)];
    store.addEntries([left, right], roster);
    assert.deepEqual(store.equivocations(), [{ device: a.device, compartment: "work", seq: 2, ids: [left.id, right.id].sort() }]);
    store.close();
  });

  it("count or do not, as the cut says, and are never gone", (t) => {
    const store = placeFor(t).open();
    const [target, signer] = [new Writer("target"), new Writer("signer")];
    const before = target.write(bodyWith({ id: "s1", kind: "statement", text: "before" }));
    const after = target.write(bodyWith({ id: "s2", kind: "statement", text: "after" }));
    store.addEntries([before, after], roster);
    const cuts = [{ heads: { work: [before.id] }, signerDevice: signer.device, lineIndex: 4, lifted: false }];
    const answer = uncountedEntries({ graph: store.graph(), lineIndexOf: () => 0, targets: [{ devices: [target.device], cuts }], adoptions: [] });
    store.setCounted(answer.uncounted, false);
    assert.deepEqual(store.uncounted(), [after.id]);
    assert.deepEqual(
      store.records().map((row) => [row.id, row.counted]),
      [
        ["s1", true],
        ["s2", false],
      ],
    );
    store.setCounted([after.id], true);
    assert.deepEqual(store.uncounted(), []);
    store.close();
  });
});

describe("records", () => {
  it("are found by case, kind, subject, compartment, entry and id, in one order, page by page", (t) => {
    const store = placeFor(t).open();
    const writer = new Writer("Elu");
    const entries = Array.from({ length: 30 }, (_, n) =>
      writer.write(
        bodyWith(
          { id: `r${n % 7}`, kind: n % 2 === 0 ? "person" : "act", inCase: `c${n % 3}`, about: [`p${n % 4}`, `p${n % 4}`, "all"], text: `${n} a` },
          { id: `q${n}`, kind: "statement", text: `${n} b` },
        ),
        n % 5 === 0 ? "inbox" : "work",
        1000 - n,
      ),
    );
    store.addEntries(entries.toReversed(), roster);
    const everything = store.records();
    assert.equal(everything.length, 60);
    const wanted = entries
      .flatMap((entry) => [0, 1].map((place) => ({ entry, place })))
      .sort(
        (x, y) => x.entry.header.clock - y.entry.header.clock || (x.entry.id < y.entry.id ? -1 : x.entry.id > y.entry.id ? 1 : x.place - y.place),
      );
    assert.deepEqual(
      everything.map((row) => [row.entryId, row.order.slice(-3)]),
      wanted.map(({ entry, place }) => [entry.id, `00${place}`]),
    );
    const read = (query: Parameters<typeof store.records>[0], keep: (row: (typeof everything)[number]) => boolean): void => {
      assert.deepEqual(store.records(query), everything.filter(keep), JSON.stringify(query));
      const pages = [];
      for (let page = store.records({ ...query, limit: 4 }); page.length > 0; page = store.records({ ...query, limit: 4, after: page.at(-1)!.order }))
        pages.push(...page);
      assert.deepEqual(pages, everything.filter(keep), `${JSON.stringify(query)} in pages`);
    };
    const field = (row: (typeof everything)[number], name: string): unknown => (row.record as { [key: string]: unknown })[name];
    read({}, () => true);
    read({ caseId: "c1" }, (row) => field(row, "inCase") === "c1");
    read({ kind: "act" }, (row) => row.kind === "act");
    read({ subject: "p2" }, (row) => (field(row, "about") as string[] | undefined)?.includes("p2") === true);
    read({ subject: "all", kind: "person", compartment: "work" }, (row) => row.kind === "person" && row.compartment === "work");
    read({ compartment: "inbox" }, (row) => row.compartment === "inbox");
    read({ entryId: entries[3]!.id }, (row) => row.entryId === entries[3]!.id);
    read({ ids: ["r3", "q5", "nobody"] }, (row) => ["r3", "q5"].includes(row.id));
    assert.deepEqual(store.recordsById(["r3"]).length, 4, "every variant of one id is kept");
    assert.deepEqual(store.records({ ids: [] }), []);
    assert.throws(() => store.records({ after: "1 OR 1=1" }), RangeError);
    store.close();
  });

  it("nobody can read yet are kept, listed, and read once they can be", (t) => {
    const place = placeFor(t);
    const writer = new Writer("Farid");
    const newer = writer.write({ records: [], v: 2 });
    const mixed = writer.write({ act: "write", records: [{ id: "p1", kind: "person", text: "read" }, { strange: 1 }, 7], v: 1 });
    const many = writer.write({ act: "import", records: Array.from({ length: 501 }, () => ({ id: "x", kind: "person" })), v: 1 });
    const store = place.open();
    assert.equal(store.addEntries([newer, mixed, many], roster).applied.length, 3);
    const listed = store.unreadable();
    assert.deepEqual(listed, [
      { entryId: newer.id, place: null },
      { entryId: mixed.id, place: 1 },
      { entryId: mixed.id, place: 2 },
      { entryId: many.id, place: null },
    ]);
    assert.deepEqual(texts(store.records()), ["read"]);
    store.close();
    const understands = place.open({
      version: 2,
      index: (record) => projector.index(record) ?? { id: "?", kind: "newer", caseId: null, subjectIds: [], searchTexts: [] },
    });
    assert.deepEqual(
      understands.records().map((row) => row.kind),
      ["person", "newer", "newer"],
    );
    understands.close();
  });

  it("are those the projector finds in a body, where it reads bodies itself", (t) => {
    const [two, none] = [new Writer("Farid"), new Writer("Hadi")].map((writer) =>
      writer.write({ items: [{ id: "p1", kind: "person", text: "read" }] }),
    );
    let asked = 0;
    const store = placeFor(t).open({
      records: (body) => {
        if (asked++ > 0) throw new Error("refused as a whole");
        return (JSON.parse(new TextDecoder().decode(body)) as { items: Json[] }).items;
      },
    });
    store.addEntries([two!, none!], roster);
    assert.deepEqual([store.records().map((row) => row.entryId), store.unreadable()], [[two!.id], [{ entryId: none!.id, place: null }]]);
    store.close();
  });

  it("that make the projector throw stop nobody", (t) => {
    const store = placeFor(t).open({
      index: () => {
        throw new TypeError("a record somebody made for this");
      },
    });
    const entry = new Writer("Gulnara").write(bodyWith({ id: "p1", kind: "person" }));
    assert.deepEqual(store.addEntries([entry], roster).applied, [entry.id]);
    assert.deepEqual(store.unreadable(), [{ entryId: entry.id, place: 0 }]);
    store.close();
  });
});

describe("what the desk knows of the relay", () => {
  it("keeps what is to be sent, where, and what is there", (t) => {
    const store = placeFor(t).open();
    const [mine, theirs] = [new Writer("mine"), new Writer("theirs")];
    const [own, other, inbox] = [mine.write(), theirs.write(), mine.write(undefined, "inbox")];
    store.addEntries([own, inbox], roster);
    store.addEntries([other], roster, { log: "log1", cursor: 7 });
    const unpushed = (): string[] => store.unpushed("work").map((entry) => entry.id);
    assert.deepEqual(store.logPlace("log1"), { cursor: 7, incarnation: null });
    assert.deepEqual(store.logPlace("log9"), { cursor: 0, incarnation: null });
    assert.deepEqual(unpushed(), [own.id]);
    assert.deepEqual(
      store.unpushed("inbox").map((entry) => entry.id),
      [inbox.id],
    );
    store.markPushed("log1", [own.id]);
    assert.deepEqual(unpushed(), []);
    store.addEntries([], roster, { log: "log1", cursor: 9 });
    store.advance("log1", 8);
    assert.deepEqual(store.logPlace("log1"), { cursor: 9, incarnation: null });
    for (const incarnation of ["aa", "aa", "bb"]) {
      store.startLogAnew("log1", incarnation);
      assert.deepEqual([store.logPlace("log1"), unpushed()], [{ cursor: 0, incarnation }, [own.id, other.id]]);
      store.addEntries([own, other], roster, { log: "log1", cursor: 9 });
      assert.deepEqual([store.logPlace("log1").cursor, unpushed()], [9, []]);
    }
    store.startLogAnew("log1", "cc");
    store.addEntries([own], roster, { log: "log1", cursor: 1 });
    assert.deepEqual(unpushed(), [other.id]);
    store.forgetLog("log1");
    assert.deepEqual(unpushed(), [own.id, other.id]);
    store.close();
  });

  it("knows the log of an entry that had to wait", (t) => {
    const store = placeFor(t).open();
    const writer = new Writer("Hana");
    const [first, second] = [writer.write(), writer.write()];
    store.addEntries([second], roster);
    store.addEntries([second], roster, { log: "log1", cursor: 2 });
    store.addEntries([first], roster);
    assert.deepEqual(
      store.unpushed("work").map((entry) => entry.id),
      [first.id],
    );
    store.close();
  });
});

describe("what the desk keeps", () => {
  it("acts in their order, epoch keys, drafts, and what a newer version wrote", (t) => {
    const place = placeFor(t);
    const store = place.open();
    const acts = ["one", "two", "three"].map((name) => ({ id: hashOf("vector", utf8(name)), stored: utf8(name) }));
    store.addActs(acts.slice(0, 2));
    store.addActs(acts);
    store.addEpochKey({ epoch: "e1", compartment: "work", key: KEY });
    store.addEpochKey({ epoch: "e1", compartment: "work", key: KEY });
    store.set("draft/1", utf8("half a sentence"));
    store.set("draft/1", utf8("a sentence"));
    store.set("draft/2", utf8("gone"));
    store.set("draft/2", null);
    store.set("draft%", utf8("not a draft"));
    store.keepNewer("log1", utf8("v2"));
    store.keepNewer("log1", utf8("v2"));
    store.close();
    const again = place.open();
    assert.deepEqual(again.acts(), acts);
    assert.deepEqual(
      again.epochKeys().map((one) => [one.epoch, one.compartment, one.key.reveal()]),
      [["e1", "work", KEY.reveal()]],
    );
    assert.ok(!JSON.stringify(again.epochKeys()).includes(Buffer.from(KEY.reveal()).toString("hex")));
    assert.deepEqual(again.get("draft/1"), utf8("a sentence"));
    assert.equal(again.get("draft/2"), null);
    assert.deepEqual(again.names("draft/"), ["draft/1"]);
    assert.deepEqual(again.newer(), [{ source: "log1", bytes: utf8("v2") }]);
    again.dropNewer(utf8("v2"));
    assert.deepEqual(again.newer(), []);
    again.close();
  });

  it("all of one transaction, or nothing of it", (t) => {
    const store = placeFor(t).open();
    const entry = new Writer("Idris").write();
    const before = [...store.stateRows()];
    assert.throws(
      () =>
        store.atomically(() => {
          store.addEntries([entry], roster);
          store.set("draft", null);
          throw new Error("the desk changed its mind");
        }),
      /changed its mind/,
    );
    assert.deepEqual([...store.stateRows()], before);
    assert.deepEqual(store.addEntries([entry], roster).applied, [entry.id]);
    store.close();
  });
});

describe("the file", () => {
  it("is for its owner, for one process, and with the settings that were measured", (t) => {
    const place = placeFor(t);
    const store = place.open();
    assert.equal(statSync(place.path).mode & 0o777, 0o600);
    assert.throws(
      () => place.open(),
      (error) => error instanceof StoreError && error.code === "in-use",
    );
    store.close();
    place.open().close();
  });

  it("is copied under another key, and over nothing", (t) => {
    const place = placeFor(t);
    const store = place.open();
    store.addEntries([new Writer("Jamal").write(bodyWith({ id: "p1", kind: "person", text: "Jamal's words" }))], roster);
    const path = join(place.folder, "copy with spaces & ünïcode?.db");
    store.exportTo(path, OTHER_KEY);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.throws(
      () => store.exportTo(path, OTHER_KEY),
      (error) => error instanceof StoreError && error.code === "exists",
    );
    assert.throws(
      () => openStore({ path, key: KEY, projector }),
      (error) => error instanceof StoreError && error.code === "wrong-key",
    );
    const copy = openStore({ path, key: OTHER_KEY, projector });
    assert.deepEqual([...copy.stateRows()], [...store.stateRows()]);
    assert.ok(!readFileSync(path).includes("Jamal's words"));
    copy.close();
    store.close();
  });

  it("refuses another key", (t) => {
    const place = placeFor(t);
    place.open().close();
    assert.throws(
      () => openStore({ path: place.path, key: OTHER_KEY, projector }),
      (error) => error instanceof StoreError && error.code === "wrong-key",
    );
    assert.throws(() => openStore({ path: place.path, key: new Redacted(new Uint8Array(32)), projector }), StoreError);
    place.open().close();
  });
});

describe("the store and the history in memory", () => {
  it("say the same of one record", (t) => {
    const store = placeFor(t).open();
    const writers = [new Writer("one"), new Writer("two")];
    const entries = Array.from({ length: 40 }, (_, n) => {
      const writer = writers[n % 2]!;
      if (n % 3 === 0) writer.receive(writers[(n + 1) % 2]!.held());
      return writer.write(undefined, "work", (n * 7) % 31);
    });
    const some = entries.filter((_, n) => n !== 11).toReversed();
    const history = new History();
    assert.deepEqual(new Set(store.addEntries(some, roster).applied), new Set(history.add(some, roster).applied));
    assert.deepEqual(store.waiting(), history.waiting(roster));
    assert.deepEqual(
      store.heads("work").map((head) => head.id),
      history.heads("work"),
    );
    assert.deepEqual(store.equivocations(), history.equivocations());
    store.close();
  });
});
