export { isRelayAddress } from "./address.ts";
export { SyncError, type SyncErrorCode } from "./errors.ts";
export type { Answer, Offline, Refused } from "./answers.ts";
export type { Reach } from "./asking.ts";
export { RelayClient, type Entries, type LineAnswer } from "./client.ts";
export { LogPuller, type Anomaly, type Place, type Pulled, type PullerOptions } from "./puller.ts";
export { push, type Pushed } from "./push.ts";
