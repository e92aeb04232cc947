/** Routes of an invite's mailbox: four slots of one size, gone after two days. */
import { Hono } from "hono";
import { isId, MAILBOX_SLOT_BYTES, MAX_FORM_BYTES, parseMailboxForm, slotNumber } from "#wire";
import { askedWith, isAmong, parsed, requireAccount, withBody } from "./asking.ts";
import { bytesAnswer, emptyAnswer, Refusal } from "./refusal.ts";
import type { Bindings, RelayParts } from "./parts.ts";

export function mailboxRoutes({ store, settings, inFlight }: RelayParts): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();

  routes.put("/v1/mailbox/:id", async (c) => {
    requireAccount(settings.accountHash, c.req.raw);
    const mailboxId = c.req.param("id");
    if (!isId(mailboxId)) throw new Refusal("bad-request");
    const accessHash = await withBody(c.req.raw, MAX_FORM_BYTES, inFlight, async (body) => parsed(() => parseMailboxForm(body)));
    if (!(await store.makeMailbox(mailboxId, accessHash))) throw new Refusal("exists");
    return emptyAnswer(201);
  });

  routes.put("/v1/mailbox/:id/:slot", async (c) => {
    const { id: mailboxId, slot } = c.req.param();
    await openMailbox(mailboxId, c.req.raw);
    const number = parsed(() => slotNumber(slot));
    return withBody(c.req.raw, MAILBOX_SLOT_BYTES, inFlight, async (body) => {
      if (body.length !== MAILBOX_SLOT_BYTES) throw new Refusal("wrong-size");
      const put = await store.putSlot(mailboxId, number, body);
      if (put === "ended") throw new Refusal("ended");
      if (put === "taken") throw new Refusal("slot-taken");
      return emptyAnswer(put === "kept" ? 201 : 200);
    });
  });

  routes.get("/v1/mailbox/:id/:slot", async (c) => {
    const { id: mailboxId, slot } = c.req.param();
    await openMailbox(mailboxId, c.req.raw);
    const number = parsed(() => slotNumber(slot));
    const body = await store.slot(mailboxId, number);
    if (body === null) throw new Refusal("empty");
    return bytesAnswer(Uint8Array.from(body));
  });

  return routes;

  /** Refuses who does not hold the mailbox's token, as if there were none; and everybody once it has ended. */
  async function openMailbox(mailboxId: string, request: Request): Promise<void> {
    const mailbox = isId(mailboxId) ? await store.mailbox(mailboxId) : null;
    if (!isAmong(askedWith(request), mailbox === null ? [] : [mailbox.accessHash]) || mailbox === null) throw new Refusal("no-such-mailbox");
    if (mailbox.ended) throw new Refusal("ended");
  }
}
