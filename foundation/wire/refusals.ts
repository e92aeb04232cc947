/** Every refusal a relay can say, with the statuses it may come under. The first is the usual one. */
export const REFUSALS = {
  "bad-request": [400],
  "wrong-size": [400],
  "wrong-hash": [400],
  "not-allowed": [401],
  "no-such-route": [404],
  "no-such-log": [404],
  "no-such-blob": [404],
  "no-such-mailbox": [404],
  "no-keys": [404],
  empty: [404],
  "log-differs": [409],
  "not-the-head": [409],
  exists: [409],
  "slot-taken": [409],
  ended: [410],
  "too-large": [413],
  quota: [429],
  bug: [500],
  /** The record's storage is at its cap (507), or the intake's (503). */
  full: [507, 503],
  /** Storage refuses to write: nothing was kept. */
  failing: [503],
  /** More at once than the relay takes. Ask again. */
  busy: [503],
} as const satisfies { readonly [code: string]: readonly number[] };

export type RefusalCode = keyof typeof REFUSALS;

/** Whether this is a refusal of ours. */
export function isRefusalCode(code: unknown): code is RefusalCode {
  return typeof code === "string" && Object.hasOwn(REFUSALS, code);
}

/** Whether a relay may say `code` under `status`. */
export function refusalFits(code: RefusalCode, status: number): boolean {
  return (REFUSALS[code] as readonly number[]).includes(status);
}
