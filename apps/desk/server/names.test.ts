import assert from "node:assert/strict";
import { test } from "node:test";
import { isPlainName, isTaken, plain, shownNames } from "./names.ts";

const AMINA = { name: "Amina", removed: false };

test("a name is one line of letters that can be seen", () => {
  for (const name of ["Amina", "Amina B.", "Ольга Ёлкина", "أمينة", "O’Neil-Á 2"]) assert.equal(isPlainName(name), true, name);
  const odd = ["", " ", " Amina", "Amina ", "A  B", "Tomas\nsuspended", "A\tB", "\u202eanima\u202c", "\u2067Amina", "Am\u200bina", "Am\u00adina", "A\u00a0B", "\ufeffAmina", "\u3164", "A\u2028B", "A\u200e", "A\u0000"];
  for (const name of odd) assert.equal(isPlainName(name), false, JSON.stringify(name));
});

test("a name that looks like a colleague's is taken", () => {
  for (const name of ["Amina", "amina", "AMINA", "Amina ", "A mina", "Am\u200bina", "\uff21mina", "Ami\u0301na", "\u202aAmina"]) assert.equal(isTaken(name, [AMINA]), true, JSON.stringify(name));
  for (const name of ["Amira", "Amina B."]) assert.equal(isTaken(name, [AMINA]), false, name);
  assert.equal(isTaken("Amina", [{ ...AMINA, removed: true }]), false, "who is out holds no name");
});

test("names that are in the roster all the same are shown so that nobody is mistaken for another", () => {
  const persons = new Map([
    ["aaaaaa11", AMINA],
    ["bbbbbb22", { name: "am\u200bina", removed: false }],
    ["cccccc33", { name: "Tomas\nsuspended", removed: false }],
  ]);
  assert.deepEqual([...shownNames(persons).values()], ["Amina (aaaaaa)", "am\ufffdina (bbbbbb)", "Tomas\ufffdsuspended"]);
  assert.equal(plain("\u202eanima\u202c"), "\ufffdanima\ufffd");
});
