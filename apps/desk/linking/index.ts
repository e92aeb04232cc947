/** Linking in threads of its own, for the desk's screens and for the command. */
export { startLinking, startProposing, type LinkJob, type LinkJobOptions, type ProposingJob } from "./job.ts";
export type { LinkResult, LinkWays, ProposedPair, Proposals } from "./messages.ts";
