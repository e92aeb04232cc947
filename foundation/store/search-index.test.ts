import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { VerifiedEntry } from "#entry";
import { runs } from "../../scripts/long.ts";
import { Writer } from "../../vectors/entry/writer.ts";
import { bodyWith, placeFor, roster, type Place } from "./testing/cast.ts";
import { fold } from "./fold.ts";
import type { Store } from "./store.ts";

const CHILD = fileURLToPath(new URL("./testing/killed-indexer.ts", import.meta.url));
const WORDS = ["голодовка", "checkpoint", "قرية", "Łódź", "night", "ночь", "никого не было", "eck"];

/** So many entries of so many records, each by the next in line of one device. */
class Archive {
  readonly texts = new Map<string, string>();
  readonly #writer = new Writer("Amina");
  #draft = this.#writer.draft("work", 1);

  next(entries: number, recordsEach: number): VerifiedEntry[] {
    return Array.from({ length: entries }, () => {
      const { seq } = this.#draft;
      const records = Array.from({ length: recordsEach }, (_, place) => {
        const id = `r${seq}-${place}`;
        const text = `${WORDS[(seq * 7 + place) % WORDS.length]!} ${WORDS[(seq * 3 + place * 5) % WORDS.length]!} n${seq}`;
        this.texts.set(id, text);
        return { id, kind: "statement", text };
      });
      const entry = this.#writer.sign(this.#draft, bodyWith(...records));
      this.#draft = { ...this.#draft, clock: seq + 1, prev: entry.id, seen: [entry.id], seq: seq + 1 };
      return entry;
    });
  }

  /** Every text looked at. */
  withWord(word: string): string[] {
    return [...this.texts].filter(([, text]) => fold(text).includes(fold(word))).map(([id]) => id);
  }
}

function ids(store: Store, word: string): string[] {
  return store.search(word, { limit: 1e6 }).map((hit) => hit.id);
}

describe("making the record searchable", () => {
  it("is put off for what comes in bulk, and the answer says so; what a person writes then is found at once", (t) => {
    const place = placeFor(t);
    const store = place.open();
    const archive = new Archive();
    store.addEntries(archive.next(1200, 3), roster);
    const first = store.find("night");
    assert.deepEqual([first.indexedEntries, first.allEntries, first.hits.length], [0, 1200, 0]);
    const [own] = archive.next(1, 1);
    store.addEntries([own!], roster);
    assert.deepEqual(
      store.find("n1201").hits.map((hit) => hit.entryId),
      [own!.id],
    );
    assert.ok(store.indexSearch(300));
    const some = store.find("night", { limit: 1e6 });
    assert.ok(some.indexedEntries > 90 && some.indexedEntries < 600 && some.hits.length > 0, String(some.indexedEntries));
    store.close();
    const again = place.open();
    assert.equal(again.find("night").indexedEntries, some.indexedEntries);
    const progress: number[] = [];
    again.indexWholeSearch(({ indexedEntries }) => progress.push(indexedEntries));
    assert.equal(again.indexSearch(), false);
    for (const word of WORDS) assert.deepEqual(ids(again, word).sort(), archive.withWord(word).sort(), word);
    again.close();
  });

  it("misses nothing it says it has looked at, whatever comes between, closed and opened anywhere, and a small rest is made on the way", (t) => {
    const step = fc.oneof(
      { weight: 2, arbitrary: fc.record({ add: fc.integer({ min: 1, max: 30 }), each: fc.integer({ min: 0, max: 4 }) }) },
      { weight: 1, arbitrary: fc.constantFrom({ add: 3, each: 400 }, { add: 520, each: 2 }) },
      { weight: 2, arbitrary: fc.record({ index: fc.integer({ min: 1, max: 700 }) }) },
      { weight: 1, arbitrary: fc.constantFrom({ reopen: true }, { fail: true }) },
      { weight: 1, arbitrary: fc.record({ ask: fc.nat(WORDS.length - 1) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 10 }), (steps) => {
        const place = placeFor({ after: (work) => t.after(work) });
        const archive = new Archive();
        let store = place.open();
        for (const one of steps) {
          if ("add" in one) store.addEntries(archive.next(one.add, one.each), roster);
          else if ("index" in one) store.indexSearch(one.index);
          else if ("reopen" in one) {
            store.close();
            store = place.open();
          } else if ("fail" in one) {
            const lost = new Archive().next(2, 3);
            const before = store.searchProgress();
            assert.throws(() =>
              store.atomically(() => {
                store.addEntries(lost, roster);
                throw new Error("the transaction is taken back");
              }),
            );
            assert.deepEqual(store.searchProgress(), before);
          } else {
            const word = WORDS[one.ask]!;
            const { hits, indexedEntries, allEntries } = store.find(word, { limit: 1e6 });
            const wanted = new Set(archive.withWord(word));
            assert.ok(hits.every((hit) => wanted.has(hit.id)) && new Set(hits.map((hit) => hit.id)).size === hits.length);
            if (indexedEntries === allEntries) assert.equal(hits.length, wanted.size, word);
          }
        }
        while (store.indexSearch(500));
        for (const word of WORDS) assert.deepEqual(ids(store, word).sort(), archive.withWord(word).sort(), word);
        store.check();
        store.close();
      }),
      { numRuns: runs(12, 300) },
    );
  });

  it("goes on where it was killed", async (t) => {
    for (const whole of ["", "whole"]) {
      const place = placeFor(t);
      const archive = new Archive();
      const store = place.open();
      for (let n = 0; n < 4; n++) store.addEntries(archive.next(300, 4), roster);
      assert.equal(store.searchProgress().indexedEntries, 0);
      store.close();
      for (let kills = 0; kills < runs(4, 40); kills++) if ((await indexAndDie(place, whole, kills * 3)) === "done") break;
      const after = place.open();
      after.check();
      while (after.indexSearch());
      for (const word of WORDS) assert.deepEqual(ids(after, word).sort(), archive.withWord(word).sort(), word);
      after.close();
    }
  });
});

/** Kills an indexing process after so many milliseconds of its work; what it had said last. */
function indexAndDie(place: Place, whole: string, afterMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, CHILD, place.path, whole], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (said === "") setTimeout(() => child.kill("SIGKILL"), afterMs);
      said += text;
    });
    child.on("error", reject);
    child.on("close", () => resolve(said.trim().split("\n").at(-1)!));
  });
}

describe("quotes", () => {
  it("hold words together", (t) => {
    const store = placeFor(t).open();
    const texts = {
      a: "Никого не было, сказал он",
      b: "не никого было",
      c: "никого. Не «было»",
      d: "昨夜村の学校で逮捕された",
      e: "nobody was there",
      f: "there was nobody",
    };
    store.addEntries([new Writer("Bako").write(bodyWith(...Object.entries(texts).map(([id, text]) => ({ id, kind: "statement", text }))))], roster);
    const found = (typed: string): string => store.search(typed).map((hit) => hit.id).sort().join("");
    assert.equal(found("никого не было"), "abc");
    for (const typed of ['"никого не было"', "«никого не было»", "“Никого НЕ было”"]) assert.equal(found(typed), "ac", typed);
    assert.equal(found('"nobody was"'), "e");
    assert.equal(found('"nobody was" the'), "e");
    assert.equal(found('"nobody wa"'), "e", "the last word may be a part of one: it is found inside");
    assert.equal(found('"村の学校で"'), "d");
    assert.equal(found('"было, сказал"'), "a", "signs inside quotes are signs, and no pattern");
    assert.equal(found('"nobody was'), "ef", "a quote that is not ended holds nothing together");
    const [hit] = store.search("«никого не было»").filter(({ id }) => id === "c");
    assert.deepEqual(hit!.matches.map(({ text, start, end }) => hit!.texts[text]!.slice(start, end)), ["никого. Не «было"]);
    store.close();
  });
});

describe("quotes inside words", () => {
  it("are found behind hundreds of records that have all their pieces and not the words", (t) => {
    const store = placeFor(t).open();
    const writer = new Writer("Bako");
    let draft = writer.draft("work", 1);
    for (const texts of [["a banan baboon"], Array<string>(450).fill("nan b bab"), Array<string>(450).fill("nan b bab")]) {
      const entry = writer.sign(draft, bodyWith(...texts.map((text, n) => ({ id: `${draft.seq}-${n}`, kind: "statement", text }))));
      store.addEntries([entry], roster);
      draft = { ...draft, clock: draft.clock + 1, prev: entry.id, seen: [entry.id], seq: draft.seq + 1 };
    }
    const { hits, isCutShort, lookedAt } = store.find('"nan bab"');
    assert.deepEqual([hits.map(({ texts }) => texts[0]), isCutShort, lookedAt], [["a banan baboon"], false, 901]);
    store.close();
  });

  it("finds what every text looked at finds, whole words or not", (t) => {
    const store = placeFor(t).open();
    const word = fc.constantFrom("на", "мина", "ночь", "o'hara", "hara", "ab", "cab", "قرية", "ab,", "abc", "(ab", "12/3");
    const texts = fc.sample(fc.array(word, { minLength: 3, maxLength: 9 }), { numRuns: 120, seed: 7 }).map((words) => words.join(" "));
    store.addEntries([new Writer("Amina").write(bodyWith(...texts.map((text, n) => ({ id: `t${n}`, kind: "statement", text }))))], roster);
    let inside = 0;
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.nat(30), fc.integer({ min: 5, max: 24 }), (n, from, length) => {
        const phrase = fold(texts[n]!).slice(from, from + length).trim();
        const words = phrase.split(" ");
        if (words.length < 2 || words.some((one) => !/[\p{L}\p{N}]/u.test(one))) return;
        const found = new Set(store.search(`"${phrase}"`, { limit: 1e6 }).map(({ id }) => id));
        // What stands there letter by letter; words alone also stand together with other signs between them.
        for (const [at, text] of texts.entries()) if (fold(text).includes(phrase)) assert.ok(found.has(`t${at}`), `${phrase} in ${text}`);
        const letters = (text: string): string => fold(text).replaceAll(/[^\p{L}\p{N}]+/gu, " ");
        for (const id of found) assert.ok(letters(texts[Number(id.slice(1))]!).includes(letters(phrase).trim()), `${phrase}: ${id}`);
        if (words.length > 2) inside++;
      }),
      { numRuns: runs(300, 5000) },
    );
    assert.ok(inside > 20, String(inside));
    store.close();
  });
});

describe("order", () => {
  it("is by how well the words fit while they are few, and then by when they came", (t) => {
    const store = placeFor(t).open();
    const writer = new Writer("Chidi");
    const longer = `night ${"and much else ".repeat(20)}`;
    store.addEntries([writer.write(bodyWith({ id: "short", kind: "act", text: "night night" }, { id: "long", kind: "act", text: longer }))], roster);
    const few = store.find("night");
    assert.deepEqual([few.order, few.hits.map((hit) => hit.id)], ["best", ["short", "long"]]);
    for (let n = 0; n < 10; n++) {
      const many = Array.from({ length: 500 }, (_, m) => ({ id: `m${n}-${m}`, kind: "act", text: m % 2 === 0 ? "night" : longer }));
      store.addEntries([writer.write(bodyWith(...many))], roster);
    }
    while (store.indexSearch());
    const many = store.find("night", { limit: 3 });
    assert.deepEqual([many.order, many.hits.map((hit) => hit.id)], ["newest", ["m9-499", "m9-498", "m9-497"]]);
    store.close();
  });
});
