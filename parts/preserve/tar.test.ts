import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { padme, utf8 } from "#bytes";
import { buildPackage, packageTar, sealPackage } from "#preserve";
import { newRecipientIdentity, openAge, recipientOf, SealError } from "#seal";
import { chance, DAY, letterCase, openedItem, signer } from "./testing/cast.ts";

const scratch = mkdtempSync(join(tmpdir(), "vouchsafe-tar-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

test("tar unpacks the archive to the package, file by file", async () => {
  const made = await buildPackage(letterCase(), signer, DAY, chance("tar"));
  writeFileSync(join(scratch, "package.tar"), packageTar(made));
  mkdirSync(join(scratch, "out"));
  const listed = execFileSync("tar", ["-xvf", join(scratch, "package.tar"), "-C", join(scratch, "out")], { encoding: "utf8" })
    .trim()
    .split("\n");
  assert.equal(listed.length, made.files.size);
  for (const [path, bytes] of made.files) assert.deepEqual(Uint8Array.from(readFileSync(join(scratch, "out", made.id, path))), bytes, path);
});

test("the archive tells no owner and no hour, is the same each time, and hides its size", async () => {
  const made = await buildPackage(letterCase(), signer, DAY, chance("tar"));
  const archive = packageTar(made);
  assert.deepEqual(packageTar({ id: made.id, files: new Map([...made.files].toReversed()) }), archive);
  const long = execFileSync("tar", ["-tvf", "-", "--utc", "--numeric-owner"], { input: archive, encoding: "utf8" }).trim().split("\n");
  assert.ok(long.every((line) => / 0\/0 .* 1970-01-01 00:00 /.test(line)));
  assert.equal(archive.length % 512, 0);

  const sizes = new Set<number>();
  for (let letters = 1; letters <= 400; letters += 40) {
    const input = { ...letterCase(), items: [openedItem("letter", "x".repeat(letters))], custody: letterCase().custody.slice(1) };
    sizes.add(packageTar(await buildPackage(input, signer, DAY, chance("tar"))).length);
  }
  assert.ok(sizes.size <= 2, `${sizes.size} sizes`);
  for (const size of sizes) assert.equal(Math.ceil(padme(size) / 512) * 512, size);
});

test("sealed for a mirror: who has the key gets the archive, and a classic recipient is refused", async () => {
  const made = await buildPackage(letterCase(), signer, DAY, chance("tar"));
  const identity = await newRecipientIdentity();
  const sealed = await sealPackage(made, [await recipientOf(identity)]);
  assert.deepEqual(await openAge(identity, sealed), packageTar(made));
  const classic = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
  await assert.rejects(
    sealPackage(made, [await recipientOf(identity), classic]),
    (error) => error instanceof SealError && error.code === "mixed-recipients",
  );
});

test("cantArchiveNamesTarCannotHold", () => {
  assert.throws(() => packageTar({ id: "ep-x", files: new Map([["a".repeat(101), utf8("x")]]) }), { code: "name-too-long" });
});
