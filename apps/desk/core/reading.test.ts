/** A relay that never comes to an end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical, concat, fromHex, padToPadme, u32, utf8 } from "#bytes";
import { penOf } from "#casework";
import { sealEntry } from "#entry";
import { randomBytes, sha256Hex } from "#prim";
import { sealBodyWithSiv } from "#seal";
import { CHAIN_START, chainAfter, decodePlaced, encodePlaced, HEADERS, logKeys, type Placed } from "#wire";
import { endPlay, founder, letIn, PASSPHRASE, stage } from "../testing/cast.ts";
import { closeDesk, unlockDesk, write, type OpenDesk } from "./index.ts";
import { syncDesk } from "./sync.ts";

const PER_ANSWER = 256;

/** For every log, blobs of its own for ever, with the chain that fits; everything else is honest. `invent` makes them from the log's true blobs. */
function endlessFetch(honest: typeof fetch, invent: (truth: readonly Placed[]) => Uint8Array): typeof fetch {
  const chains = new Map<string, string[]>();
  return (async (input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (!url.pathname.endsWith("/entries") || (init?.method ?? "GET") !== "GET") return honest(input, init);
    const all = new URL(url);
    all.searchParams.set("after", "0");
    const answer = await honest(all, init);
    if (answer.status !== 200) return answer;
    const truth = decodePlaced(new Uint8Array(await answer.arrayBuffer()), 0);
    const after = Number(url.searchParams.get("after"));
    const chain = chains.get(url.pathname) ?? [CHAIN_START];
    chains.set(url.pathname, chain);
    for (const { cursor, blob } of truth) chain[cursor] ??= chainAfter(chain[cursor - 1]!, sha256Hex(blob));
    const told = Array.from({ length: PER_ANSWER }, (_, n) => truth.find(({ cursor }) => cursor === after + n + 1) ?? { cursor: after + n + 1, blob: invent(truth) });
    for (const { cursor, blob } of told) chain[cursor] = chainAfter(chain[cursor - 1]!, sha256Hex(blob));
    return new Response(encodePlaced(told), { headers: { [HEADERS.incarnation]: answer.headers.get(HEADERS.incarnation)!, [HEADERS.at]: chain[after]! } });
  }) as typeof fetch;
}

for (const [what, invent] of [
  ["that invents blobs for ever", () => randomBytes(8)],
  ["that tells one true blob for ever", (truth: readonly Placed[]) => truth[0]?.blob ?? randomBytes(8)],
] as const)
  test(`a relay ${what} does not keep a desk from its other logs, nor from anything it was told before`, { timeout: 240_000 }, async () => {
    const on = stage();
    const amina = await founder(on, "Amina");
    const tomas = await letIn(on, amina, "Tomas", null);
    const honest = on.network;
    const { line } = amina;
    on.network = endlessFetch(honest, invent);
    assert.equal((await syncDesk(tomas)).reached, true);
    assert.ok(Number(countOf(tomas, "endless")) >= 2, "noticed in the line and in the logs");
    assert.equal(tomas.line.head, line.head);
    on.network = honest;
    await syncDesk(tomas);
    assert.equal(tomas.online, true);
    endPlay(on, amina, tomas);
  });

function countOf(desk: OpenDesk, what: string): number {
  const bytes = desk.store.get(`count/${what}`);
  return bytes === null ? 0 : Number(new TextDecoder().decode(bytes));
}

test("an entry of a newer version is kept as it came", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const header = canonical({ clock: 1, something: "new", v: 2 });
  const frame = concat(u32(header.length), header, randomBytes(64), randomBytes(32), u32(2), utf8("{}"));
  const known = tomas.epochKeys.get(tomas.line.judged.inForce.get("work")!)!;
  const blob = sealBodyWithSiv(known.key.reveal(), "entry", concat(utf8("work"), fromHex(known.epochId)), padToPadme(frame, 512));
  const answer = await tomas.relay.append(logKeys(known.key.reveal()).logId, known.writeToken!.reveal(), [blob]);
  assert.equal(answer.kind, "ok");
  await syncDesk(amina);
  assert.deepEqual(amina.store.newer(), [{ source: known.epochId, bytes: blob }]);
  endPlay(on, amina, tomas);
});

test("what an older version kept unread is read by the version that can", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const known = amina.epochKeys.get(amina.line.judged.inForce.get("work")!)!;
  const id = write(tomas, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]);
  // As it stands with a desk that could not read it: kept, and its place in the log is passed.
  const unreadable = randomBytes(700);
  amina.store.keepNewer(known.epochId, sealEntry(known.key.reveal(), known.epochId, tomas.store.entry(id)!));
  amina.store.keepNewer(known.epochId, unreadable);
  closeDesk(amina);
  const again = await unlockDesk(amina.dir, PASSPHRASE, on.surroundings);
  assert.equal(again.store.entry(id)?.id, id);
  assert.deepEqual(again.store.newer(), [{ source: known.epochId, bytes: unreadable }]);
  endPlay(on, again, tomas);
});
