import { after, test } from "node:test";
import { canonical, toBase64, toHex, utf8 } from "#bytes";
import { fuzz, fuzzLater, INPUTS } from "../../../scripts/fuzz.ts";
import { endPlay, founder, stage } from "../testing/cast.ts";
import { beginJoining, DeskError, invite, readRequest, requestText, takeAnswer } from "./index.ts";
import { newRecipientIdentity, recipientOf, sealAge } from "#seal";
import { makeDeviceCert } from "#entry";
import { Signer } from "#prim";

const on = stage();
const amina = await founder(on, "Amina");
after(() => endPlay(on, amina));
const isOurs = (error: unknown): boolean => error instanceof DeskError;
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

test("a restored desk's request, as it is handed over", async (t) => {
  const member = Signer.random();
  const device = makeDeviceCert(member, Signer.random().publicKey, await recipientOf(await newRecipientIdentity()));
  fuzz(t, { name: "device request", valid: [utf8(requestText({ person: member.publicKey, device }))], from: asText, isOurs, parse: readRequest, inputs: INPUTS.pure / 5 });
});

test("an invite's code", async (t) => {
  const { code } = await invite(amina);
  // Nobody answers: what is asked is only whether the code is read.
  const away = { ...on.surroundings, patience: { attempts: 1 }, fetch: (() => Promise.reject(new TypeError("away"))) as typeof fetch };
  await fuzzLater(t, { name: "invite code", valid: [utf8(code)], from: asText, isOurs, parse: (text) => readsAway(() => beginJoining(text, "Tomas", away)) });
});

test("a colleague's answer", async (t) => {
  await fuzzLater(t, { name: "answer", valid: [utf8(`vouchsafe-answer:1:${toBase64(await sealAge([await recipientOf(amina.keyring.recipientIdentity)], canonical({ lineKeys: amina.lineLogs.map((log) => toHex(log.key.reveal())) })))}`)], from: asText, isOurs, parse: (text) => takeAnswer(amina, text) });
});

/** That nobody was there to be asked says that the code was read. */
async function readsAway(join: () => Promise<unknown>): Promise<void> {
  try {
    await join();
  } catch (error) {
    if (!(error instanceof DeskError && error.code === "offline")) throw error;
  }
}
