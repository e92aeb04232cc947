import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { SoundsLike, BOUNDS } from "./sounds-like.ts";

const PAIRS = fileURLToPath(new URL("../../../shared/data/linkage/", import.meta.url));

test("a name is found in the other scripts it is written in, from each of them", () => {
  const names = new SoundsLike();
  for (const name of ["Marek Dolin", "Марек Долин", "مارك دولين", "Yusuf al-Hassan", "Юсуф аль-Хасан", "يوسف الحسن", "Борис", "Ruslan", "Arslan", "Руслан", "Арслан", "12 3"]) names.add(name);
  for (const [typed, wanted] of [
    ["Marek", ["марек", "مارك"]],
    ["DOLIN", ["долин", "دولين"]],
    ["Марек", ["marek", "مارك"]],
    ["دولين", ["dolin", "долин"]],
    ["Yusuf", ["юсуф", "يوسف"]],
    ["Hassan", ["хасан", "الحسن"]],
    ["يوسف", ["yusuf", "юсуф"]],
    ["Boris", ["борис"]],
    ["Ruslan", ["руслан"]],
    // Nothing is like it: no name, too few letters, no letters, another alphabet.
    ["Beatrix", []],
    ["Al", []],
    ["12", []],
    ["", []],
    ["მარეკ", []],
  ] as const) {
    assert.deepEqual(names.of(typed, 5), wanted, typed);
  }
});

test("it asks no more of the models than its bounds say, and keeps no more words", () => {
  const names = new SoundsLike({ mostWords: 400, mostOrdered: 60, mostJudged: 7 });
  const endings = ["а", "о", "у", "и", "е"];
  for (let n = 0; n < 625; n++) names.add(`м${endings[n % 5]!}р${endings[Math.floor(n / 5) % 5]!}к${endings[Math.floor(n / 25) % 5]!}н${endings[Math.floor(n / 125)]!}`);
  assert.equal(names.words, 400);
  assert.ok(names.of("Marakana", 3).length <= 3);
  assert.equal(names.judged, 7);
});

test("of names met by nobody's training, most are found among all others, both ways", { skip: existsSync(PAIRS) ? false : "../shared/data is not there" }, () => {
  for (const language of ["russian", "arabic"]) {
    const pairs = readFileSync(`${PAIRS}wd_${language}.tsv`, "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split("\t") as [string, string])
      .map(([latin, other]) => [latin.toLowerCase(), other.replaceAll(" ", "").toLowerCase()] as const)
      .filter(([latin, other]) => /^[a-z]{3,}$/u.test(latin) && other.length > 2);
    // Every name on its own: what is measured is finding it among twenty thousand.
    const some = pairs.filter((_, n) => n % 5 === 0);
    const [others, latins] = [new SoundsLike(), new SoundsLike()];
    for (const [latin, other] of some) {
      latins.add(latin);
      others.add(other);
    }
    const asked = some.filter((_, n) => n % 40 === 0);
    const share = (found: number): number => found / asked.length;
    const there = share(asked.filter(([latin, other]) => others.of(latin, 5).includes(other)).length);
    const back = share(asked.filter(([latin, other]) => latins.of(other, 5).includes(latin)).length);
    const few = asked.reduce((sum, [latin]) => sum + others.of(latin, 5).length, 0) / asked.length;
    assert.ok(asked.length > 200 && there > 0.8 && back > 0.8 && few < 3, `${language}: ${there.toFixed(3)} there, ${back.toFixed(3)} back, ${few.toFixed(2)} of each`);
    assert.ok(others.judged <= 2 * asked.length * BOUNDS.mostJudged);
  }
});
