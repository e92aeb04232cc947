import type { ServerResponse } from "node:http";
import type { Bucket, InFlight, Quota } from "./budgets.ts";
import type { RelaySettings } from "./settings.ts";
import type { RelayStore, StoreErrorCode } from "./store.ts";
import type { Waiting } from "./waiting.ts";

/** What went wrong inside, for the operator. */
export type InsideCode = "bug" | "intake-full" | StoreErrorCode;

/** What the routes share. */
export type RelayParts = {
  readonly store: RelayStore;
  readonly settings: RelaySettings;
  readonly quota: Quota;
  readonly inFlight: InFlight;
  readonly reports: Bucket;
  readonly waiting: Waiting;
  readonly say: (code: InsideCode) => void;
};

/** What node-server hands to a route; absent where the app is asked without a port. */
export type Bindings = { readonly outgoing?: ServerResponse };
