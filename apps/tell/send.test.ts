import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Signer } from "#prim";
import { ENVELOPE_BYTES, openEnvelope, pinnedOf, type Pinned, type Report } from "#tell";
import { Sender, type Outcome } from "./send.ts";
import { groupWithDesks, nextKeys, type TestGroup } from "./testing/group.ts";

const TODAY = "2026-11-22";
const letter: Report = { language: "en", page: TODAY, text: "A van took him.", when: null, where: null, urgent: true };

interface Posted {
  readonly path: string;
  readonly body: Uint8Array;
}

interface Relay {
  readonly group: TestGroup;
  readonly sender: Sender;
  readonly posted: Posted[];
  readonly requests: { path: string; request: RequestInit }[];
  readonly steps: string[];
  keys: () => Response;
  answer: () => Response;
  today: string;
  /** Answers of `pause`, one after the other; then `false`. */
  goesOn: boolean[];
  readonly waits: number[];
}

async function relayWith(change: { pinned?: Pinned } = {}): Promise<Relay> {
  const group = await groupWithDesks(TODAY);
  const relay: Relay = {
    group,
    posted: [],
    requests: [],
    steps: [],
    keys: () => new Response(group.keysFile),
    answer: () => new Response(null, { status: 204 }),
    today: TODAY,
    goesOn: [],
    waits: [],
    sender: new Sender({
      relay: "/group",
      pinned: change.pinned ?? pinnedOf(group.keysFile, TODAY),
      today: () => relay.today,
      onStep: async (step) => void relay.steps.push(step),
      pause: async (ms) => {
        relay.waits.push(ms);
        return relay.goesOn.shift() ?? false;
      },
      fetch: async (path, request) => {
        relay.requests.push({ path, request });
        if (path === "/group/keys.bin") return relay.keys();
        relay.posted.push({ path, body: request.body as Uint8Array });
        return relay.answer();
      },
    }),
  };
  return relay;
}

const send = async (relay: Relay, report = letter): Promise<Outcome> => (await relay.sender.send(report, new AbortController().signal)).outcome;
const broken = (): never => {
  throw new TypeError("network");
};

test("a report arrives: keys are fetched and judged, the envelope is posted, and a desk opens it", async () => {
  const relay = await relayWith();
  assert.deepEqual(await relay.sender.send(letter, new AbortController().signal), { outcome: "received", clockBehind: false });
  assert.deepEqual(relay.steps, ["asking", "sealing", "sending"]);
  assert.deepEqual(
    relay.requests.map(({ path, request }) => `${request.method ?? "GET"} ${path}`),
    ["GET /group/keys.bin", "POST /group/d"],
  );
  for (const { request } of relay.requests) {
    assert.equal(request.credentials, "omit");
    assert.equal(request.cache, "no-store");
    assert.equal(request.redirect, "error");
    assert.equal(request.referrerPolicy, "no-referrer");
  }
  assert.deepEqual(relay.requests[1]!.request.headers, { "content-type": "application/octet-stream" });
  assert.equal(relay.posted[0]!.body.length, ENVELOPE_BYTES);
  for (const identity of relay.group.identities) {
    const opened = await openEnvelope(identity, relay.posted[0]!.body);
    assert.deepEqual(opened.content, { form: "report", report: letter });
  }
});

test("only 204 is believed", async () => {
  const relay = await relayWith();
  for (const [status, outcome] of [
    [200, "odd-answer"],
    [201, "odd-answer"],
    [202, "odd-answer"],
    [302, "odd-answer"],
    [400, "not-taken"],
    [403, "odd-answer"],
    [404, "odd-answer"],
    [413, "odd-answer"],
    [500, "busy"],
    [502, "busy"],
    [503, "busy"],
  ] as const) {
    relay.answer = () => new Response(null, { status });
    assert.equal(await send(relay), outcome, String(status));
  }
  relay.answer = broken;
  assert.equal(await send(relay), "no-network");
});

test("a second try carries the same bytes, so that one report arrives; another text is another envelope", async () => {
  const relay = await relayWith();
  relay.answer = broken;
  await send(relay);
  await send(relay);
  relay.answer = () => new Response(null, { status: 503 });
  await send(relay);
  assert.equal(relay.requests.filter(({ path }) => path.endsWith("keys.bin")).length, 1);
  assert.deepEqual(relay.posted[1], relay.posted[0]);
  assert.deepEqual(relay.posted[2], relay.posted[0]);

  await send(relay, { ...letter, text: `${letter.text} And his brother.` });
  assert.notDeepEqual(relay.posted[3], relay.posted[0]);

  relay.answer = () => new Response(null, { status: 204 });
  assert.equal(await send(relay), "received");
  assert.equal(await send(relay), "received");
  assert.notDeepEqual(relay.posted[5], relay.posted[4], "once received it is let go; the same words again are a new letter");
});

test("a server with no room, or that cuts the connection, is asked again by itself, each time later, with the same bytes", async () => {
  const relay = await relayWith();
  relay.goesOn = [true, true, true, true, true];
  const answers = [
    () => new Response(null, { status: 503 }),
    broken,
    () => new Response(null, { status: 503 }),
    () => new Response(null, { status: 204 }),
  ];
  relay.answer = () => answers.shift()!();
  assert.equal(await send(relay), "received");
  assert.equal(relay.posted.length, 4);
  for (const { body } of relay.posted) assert.deepEqual(body, relay.posted[0]!.body);
  assert.deepEqual(relay.steps, ["asking", "sealing", "sending", "waiting", "sending", "waiting", "sending", "waiting", "sending"]);
  assert.deepEqual(
    relay.waits,
    [...relay.waits].sort((a, b) => a - b),
  );
  assert.ok(relay.waits[0]! >= 1_000 && relay.waits.reduce((sum, ms) => sum + 1.5 * ms, 0) < 60_000, "not at once, and within the page's patience");
});

test("after some tries it is said, and the letter is still held; the list too is asked for again", async () => {
  const relay = await relayWith();
  relay.goesOn = Array.from({ length: 50 }, () => true);
  const { keys } = relay;
  let lists = 0;
  relay.keys = () => (lists++ === 0 ? new Response(null, { status: 503 }) : keys());
  relay.answer = () => new Response(null, { status: 503 });
  assert.equal(await send(relay), "busy");
  assert.equal(lists, 2);
  assert.equal(relay.posted.length, 3);
  relay.answer = () => new Response(null, { status: 204 });
  assert.equal(await send(relay), "received");
  assert.deepEqual(relay.posted[3], relay.posted[0]);
});

test("what waiting does not mend is not tried again", async () => {
  for (const status of [400, 404, 200]) {
    const relay = await relayWith();
    relay.goesOn = [true];
    relay.answer = () => new Response(null, { status });
    await send(relay);
    assert.deepEqual([relay.posted.length, relay.waits], [1, []]);
  }
});

test("what was sealed is let go when asked", async () => {
  const relay = await relayWith();
  relay.answer = broken;
  await send(relay);
  relay.sender.forget();
  await send(relay);
  assert.notDeepEqual(relay.posted[1], relay.posted[0]);
});

test("without a list there is no envelope", async () => {
  const relay = await relayWith();
  for (const [keys, outcome] of [
    [broken, "no-network"],
    [() => new Response(null, { status: 404 }), "odd-answer"],
    [() => new Response("<html>sign in to our network</html>"), "keys-refused"],
    [() => new Response(null, { status: 503 }), "busy"],
  ] as const) {
    relay.keys = keys;
    assert.equal(await send(relay), outcome);
  }
  assert.deepEqual(relay.posted, []);
});

test("a list that was changed, is older, of other signers or expired: nothing is sealed to it", async () => {
  const relay = await relayWith();
  const { keysFile, signers } = relay.group;
  const stranger = Signer.random();
  const flipped = Uint8Array.from(nextKeys(keysFile, TODAY, signers), (byte, i) => (i === 120 ? byte ^ 1 : byte));
  const signedByOne = nextKeys(keysFile, TODAY, [signers[0], stranger]);
  for (const bytes of [flipped, signedByOne]) {
    relay.keys = () => new Response(bytes);
    assert.equal(await send(relay), "keys-refused");
  }
  relay.keys = () => new Response(keysFile);
  relay.today = "2026-12-23";
  assert.equal(await send(relay), "keys-expired");
  assert.deepEqual(relay.posted, []);
  assert.ok(!relay.steps.includes("sealing"));

  relay.keys = () => new Response(nextKeys(keysFile, "2026-12-20", signers));
  assert.equal(await send(relay), "received", "and the renewed list is taken");
});

test("a device whose date is too early is told so and is not stopped", async () => {
  const relay = await relayWith();
  relay.today = "2019-01-01";
  assert.deepEqual(await relay.sender.send(letter, new AbortController().signal), { outcome: "received", clockBehind: true });
});

test("no vector of keys.bin that must be refused leads to an envelope", async () => {
  const vectors = new URL("../../vectors/keys-bin/reject/", import.meta.url);
  let tried = 0;
  for (const name of readdirSync(vectors).filter((each) => each.endsWith(".json"))) {
    const { pinned, today, mode } = JSON.parse(readFileSync(new URL(name, vectors), "utf8"));
    if (mode !== "served") continue;
    const relay = await relayWith({ pinned });
    relay.today = today;
    relay.keys = () => new Response(Uint8Array.from(readFileSync(new URL(name.replace(/json$/, "bin"), vectors))));
    assert.match(await send(relay), /^(?:keys-refused|keys-expired|page-old)$/, name);
    assert.deepEqual(relay.posted, [], name);
    tried++;
  }
  assert.ok(tried >= 45);
});

test("given up while under way: nothing more is sent", async () => {
  const relay = await relayWith();
  const giveUp = new AbortController();
  relay.keys = () => {
    giveUp.abort();
    throw new DOMException("aborted", "AbortError");
  };
  assert.equal((await relay.sender.send(letter, giveUp.signal)).outcome, "no-network");
  assert.deepEqual(relay.posted, []);
});
