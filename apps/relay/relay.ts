/**
 * The relay: stores what desks seal and can read none of it (docs/formats/relay.md). It knows hashes of tokens and never asks who.
 * This file only puts the routes together; `serve.ts` gives them a port.
 */
import { Hono } from "hono";
import { canonical } from "#bytes";
import type { RefusalCode } from "#wire";
import { Bucket, InFlight, Quota } from "./budgets.ts";
import { intakeRoutes } from "./intake-routes.ts";
import { logRoutes } from "./log-routes.ts";
import { mailboxRoutes } from "./mailbox-routes.ts";
import type { Page } from "./page.ts";
import type { Bindings, InsideCode, RelayParts } from "./parts.ts";
import { jsonAnswer, Refusal } from "./refusal.ts";
import type { RelaySettings } from "./settings.ts";
import { dayOf, StoreError, type RelayStore } from "./store.ts";
import { Waiting } from "./waiting.ts";

export type RelayOptions = {
  readonly store: RelayStore;
  readonly settings: RelaySettings;
  /** Milliseconds since 1970-01-01 UTC. Used for days and for rates, never kept. */
  readonly now: () => number;
  /** The reporter's page, where this relay serves it. */
  readonly page?: Page;
  /** Hears codes of what went wrong inside, and nothing else. */
  readonly say?: (code: InsideCode) => void;
};

export type Relay = {
  readonly app: Hono<{ Bindings: Bindings }>;
  /** Answers who waits, so that connections end. The store is the caller's to close, after. */
  readonly stop: () => void;
};

export function createRelay({ store, settings, now, page, say = () => {} }: RelayOptions): Relay {
  const parts: RelayParts = {
    store,
    settings,
    quota: new Quota(settings.quotaBytes, settings.quotaBlobs, () => dayOf(now())),
    inFlight: new InFlight(settings.inFlightBytes),
    reports: new Bucket(settings.intakeBurst, settings.intakePerDay, now),
    waiting: new Waiting(settings.waitingLimit),
    say,
  };

  const app = new Hono<{ Bindings: Bindings }>();
  app.get("/v1/relay", () => jsonAnswer(canonical({ incarnation: store.incarnation, v: 1 })));
  app.route("/", logRoutes(parts));
  app.route("/", mailboxRoutes(parts));
  app.route("/", intakeRoutes(parts));
  if (page !== undefined) app.get("*", (c) => page.answer(c.req.path, c.req.header("accept-encoding")) ?? new Refusal("no-such-route").answer());
  app.notFound(() => new Refusal("no-such-route").answer());
  app.onError((error) => {
    if (error instanceof Refusal) return error.answer();
    const { said, answered } = inside(error);
    say(said);
    return new Refusal(answered).answer();
  });

  return { app, stop: () => parts.waiting.stop() };
}

function inside(error: Error): { said: InsideCode; answered: RefusalCode } {
  if (!(error instanceof StoreError)) return { said: "bug", answered: "bug" };
  return { said: error.code, answered: error.code === "full" ? "full" : "failing" };
}
