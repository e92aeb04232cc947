export { EXIT_USAGE, runVerify, verifyDirectory } from "./check.ts";
export { directoryTree, readTrustFiles } from "./directory-tree.ts";
export { runTrust, trustDirectoryFiles, verifyShBytes } from "./trust.ts";
export { reportLines } from "./words.ts";
