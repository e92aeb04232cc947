import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { once, ONCE_HEADER } from "./once.ts";

/** A desk that begins a case for whoever asks, slowly, and refuses an empty title. */
function desk(): { readonly cases: string[]; readonly begin: (title: string, id?: string) => Promise<Response> } {
  const cases: string[] = [];
  const app = new Hono().basePath("/api");
  app.use(once());
  app.post("/cases", async (c) => {
    const { title } = (await c.req.raw.json()) as { title: string };
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (title === "dead disk") throw new Error("a dead disk");
    if (title === "") return c.json({ error: "bad-request" }, 400);
    return c.json({ id: cases.push(title) });
  });
  app.onError((_error, c) => c.json({ error: "failed" }, 500));
  const begin = async (title: string, id?: string): Promise<Response> =>
    app.request("/api/cases", { method: "POST", body: JSON.stringify({ title }), ...(id === undefined ? {} : { headers: { [ONCE_HEADER]: id } }) });
  return { cases, begin };
}

test("a double click begins one case, and both clicks have the same answer", async () => {
  const { cases, begin } = desk();
  const both = await Promise.all([begin("Market", "f-1"), begin("Market", "f-1")]);
  const again = await begin("Market", "f-1");
  assert.deepEqual(cases, ["Market"]);
  assert.deepEqual(await Promise.all([...both, again].map(async (answer) => [answer.status, await answer.text()])), [
    [200, '{"id":1}'],
    [200, '{"id":1}'],
    [200, '{"id":1}'],
  ]);
});

test("another form, or none that says which it is, is another command", async () => {
  const { cases, begin } = desk();
  for (const id of ["f-1", "f-2", undefined, undefined, "not an id!", "not an id!"]) await begin("Market", id);
  assert.equal(cases.length, 6);
});

test("what was refused, or failed, may be tried again with the same id", async () => {
  const { cases, begin } = desk();
  assert.equal((await begin("", "f-1")).status, 400);
  assert.equal((await begin("dead disk", "f-1")).status, 500);
  assert.equal((await begin("Market", "f-1")).status, 200);
  assert.deepEqual(cases, ["Market"]);
});

test("the same id with other words is told that the first were kept", async () => {
  const { cases, begin } = desk();
  await begin("Market", "f-1");
  const other = await begin("Market Street", "f-1");
  assert.deepEqual([other.status, await other.json()], [409, { error: "done-already" }]);
  assert.deepEqual(cases, ["Market"]);
});

test("only the newest are remembered", async () => {
  const { cases, begin } = desk();
  await Promise.all(Array.from({ length: 210 }, (_, n) => begin("Market", `f-${n}`)));
  await begin("Market", "f-209");
  assert.equal(cases.length, 210);
});

test("a body that does not end is not taken in whole to be compared", async () => {
  const { cases, begin } = desk();
  const answer = await begin("x".repeat(5 * 1024 * 1024), "f-1");
  assert.equal(answer.status, 500, "the desk's own answer to it is 413");
  assert.deepEqual(cases, []);
});
