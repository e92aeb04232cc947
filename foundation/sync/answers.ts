import type { RefusalCode } from "#wire";

/** Nobody answered. Expected at any time: everything is asked again later. */
export type Offline = { readonly kind: "offline"; readonly why: "unreachable" | "timeout" | "stopped" };

/** The relay said no, in the protocol's words. */
export type Refused = { readonly kind: "refused"; readonly code: Exclude<RefusalCode, "not-the-head"> };

/** What asking comes to: what was asked for, a refusal, or nobody there. */
export type Answer<T> = ({ readonly kind: "ok" } & T) | Refused | Offline;
