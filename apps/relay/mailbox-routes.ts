/** Routes of an invite's mailbox: four slots of one size, gone after two days. */
import { Hono } from "hono";
import { isId, MAILBOX_SLOT_BYTES, MAX_FORM_BYTES, parseMailboxForm, slotNumber } from "#wire";
import { bytesAnswer, emptyAnswer, respond } from "./answer.ts";
import { askedWith, isAmong, parsed, requireAccount, withBody, type Asking } from "./asking.ts";
import type { Bindings, RelayParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";
import { webAsking } from "./web-asking.ts";

export function mailboxRoutes({ store, settings, inFlight }: RelayParts): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();

  routes.put("/v1/mailbox/:id", async (c) => {
    requireAccount(settings.accountHash, webAsking(c));
    const mailboxId = c.req.param("id");
    if (!isId(mailboxId)) throw new Refusal("bad-request");
    const accessHash = await withBody(webAsking(c), MAX_FORM_BYTES, inFlight, async (body) => parsed(() => parseMailboxForm(body)));
    if (!(await store.makeMailbox(mailboxId, accessHash))) throw new Refusal("exists");
    return respond(emptyAnswer(201));
  });

  routes.put("/v1/mailbox/:id/:slot", async (c) => {
    const { id: mailboxId, slot } = c.req.param();
    await openMailbox(mailboxId, webAsking(c));
    const number = parsed(() => slotNumber(slot));
    return withBody(webAsking(c), MAILBOX_SLOT_BYTES, inFlight, async (body) => {
      if (body.length !== MAILBOX_SLOT_BYTES) throw new Refusal("wrong-size");
      const put = await store.putSlot(mailboxId, number, body);
      if (put === "ended") throw new Refusal("ended");
      if (put === "taken") throw new Refusal("slot-taken");
      return respond(emptyAnswer(put === "kept" ? 201 : 200));
    });
  });

  routes.get("/v1/mailbox/:id/:slot", async (c) => {
    const { id: mailboxId, slot } = c.req.param();
    await openMailbox(mailboxId, webAsking(c));
    const number = parsed(() => slotNumber(slot));
    const body = await store.slot(mailboxId, number);
    if (body === null) throw new Refusal("empty");
    return respond(bytesAnswer(Uint8Array.from(body)));
  });

  return routes;

  /** Refuses who does not hold the mailbox's token, as if there were none; and everybody once it has ended. */
  async function openMailbox(mailboxId: string, asking: Asking): Promise<void> {
    const mailbox = isId(mailboxId) ? await store.mailbox(mailboxId) : null;
    if (!isAmong(askedWith(asking), mailbox === null ? [] : [mailbox.accessHash]) || mailbox === null) throw new Refusal("no-such-mailbox");
    if (mailbox.ended) throw new Refusal("ended");
  }
}
