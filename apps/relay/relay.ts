/**
 * The relay: stores what desks seal and can read none of it (docs/formats/relay.md). It knows hashes of tokens and never asks who.
 * This file only puts the routes together; `serve.ts` gives them a port.
 */
import { Hono } from "hono";
import { canonicalText } from "#bytes";
import { jsonAnswer, respond } from "./answer.ts";
import { Bucket, InFlight, Quota } from "./budgets.ts";
import { directRoutes, type Direct } from "./direct.ts";
import { entries } from "./entries.ts";
import { intakeRoutes, takingReports } from "./intake-routes.ts";
import { logRoutes } from "./log-routes.ts";
import { mailboxRoutes } from "./mailbox-routes.ts";
import type { Page } from "./page.ts";
import type { Bindings, InsideCode, RelayParts } from "./parts.ts";
import { answerTo, Refusal } from "./refusal.ts";
import type { RelaySettings } from "./settings.ts";
import { dayOf, type RelayStore } from "./store.ts";
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
  /** The routes asked most, on Node's own request. What it leaves is for `app`, which has them too. */
  readonly direct: Direct;
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

  const ofLogs = entries(parts);
  const takeReport = takingReports(parts);
  const app = new Hono<{ Bindings: Bindings }>();
  app.get("/v1/relay", () => respond(jsonAnswer(canonicalText({ incarnation: store.incarnation, v: 1 }))));
  app.route("/", logRoutes(parts, ofLogs));
  app.route("/", mailboxRoutes(parts));
  app.route("/", intakeRoutes(parts, takeReport));
  if (page !== undefined)
    app.get("*", (c) => page.answer(c.req.path, c.req.header("accept-encoding")) ?? respond(new Refusal("no-such-route").answer()));
  app.notFound(() => respond(new Refusal("no-such-route").answer()));
  app.onError((error) => respond(answerTo(error, say)));

  return { app, direct: directRoutes(ofLogs, takeReport, say), stop: () => parts.waiting.stop() };
}
