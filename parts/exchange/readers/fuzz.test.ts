/** Files that are broken in every way: a reader gives tables or its own coded error, and never anything else, and never takes long. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../../../scripts/long.ts";
import { EXCHANGE_ERROR_CODES, ExchangeError } from "../errors.ts";
import type { ReaderName } from "../mapping.ts";
import { tablesOf } from "../open.ts";

const FILES: readonly (readonly [ReaderName, string, readonly string[]])[] = [
  ["uwazi-csv", "uwazi.csv", ['"', ",", "\n", "\r\n", "|", "~", '""', "\u0000"]],
  ["sivel-xml", "sivel.xml", ["<", ">", "</relato>", "&", "&#0;", "&x;", "]]>", "<![CDATA[", "<!--", "<!DOCTYPE a [", '<?xml version="1.1"?>', "<relato>", "</relatos>"]],
  ["martus-xml", "martus.xml", ["<", "</MartusBulletin>", "<Field tag=''>", "Range:,", "Simple:", "&lt;", "<Row>", "\u0007"]],
  ["bayanat-json", "bayanat.json", ["{", "}", "[", "]", ",", '"', "\\", "null", "1e999", '"__proto__":{"id":1},', "\u0000"]],
  ["openevsys-sql", "openevsys.sql", ["'", '"', "`", "\\", ";", "(", ")", "--", " -- ", "/*", "*/", "#", "INSERT INTO ", "VALUES (", "DELIMITER $$\n", "NULL", "0x", "CREATE TABLE "]],
];

for (const [reader, name, marks] of FILES) {
  const bytes = readFileSync(new URL(`../testing/files/${name}`, import.meta.url));
  const put = fc.oneof(fc.constantFrom(...marks).map((mark) => Buffer.from(mark)), fc.uint8Array({ maxLength: 6 }).map((some) => Buffer.from(some)));
  const change = fc.record({ at: fc.nat(bytes.length), drop: fc.oneof({ weight: 4, arbitrary: fc.nat(12) }, { weight: 1, arbitrary: fc.nat(bytes.length) }), put, copies: fc.constantFrom(1, 1, 1, 50) });

  test(`${name}, broken anywhere`, () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.constantFrom(1, 64, 1 << 20), (changes, size) => {
        const broken = changes.reduce((file, { at, drop, put: mark, copies }) => Buffer.concat([file.subarray(0, at), ...Array.from({ length: copies }, () => mark), file.subarray(at + drop)]), bytes);
        const begun = process.cpuUsage();
        readWhole(reader, broken, size === 1 && broken.length > 3_000 ? 64 : size);
        const { user, system } = process.cpuUsage(begun);
        assert.ok(user + system < 1_000_000, `${(user + system) / 1000} ms`);
      }),
      { numRuns: runs(250, 100_000) },
    );
  });

  test(`${name}: any bytes at all`, () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.array(fc.constantFrom(...marks, "a", " ", "relatos", "MartusBulletins", '{"actors":[', "1"), { maxLength: 40 }).map((parts) => Buffer.from(parts.join("")))), (some) => readWhole(reader, some, 64)),
      { numRuns: runs(400, 100_000) },
    );
  });
}

function readWhole(reader: ReaderName, bytes: Uint8Array, size: number): void {
  try {
    const set = tablesOf({ reads: reader }, function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    });
    for (const table of set.tables) for (const { cells } of table.rows()) assert.equal(cells.length, table.columns.length);
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    assert.ok(EXCHANGE_ERROR_CODES.includes(error.code));
    assert.match(error.message, /^[a-z0-9-]+(?:, row [0-9]+)?(?:, [a-z0-9.]+)?$/, "the message holds no content");
  }
}
