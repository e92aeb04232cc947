/** Linking in threads of its own, for the desk's screens and for the command. */
export { startLinking, type LinkJob, type LinkJobOptions } from "./job.ts";
export type { LinkResult } from "./messages.ts";
