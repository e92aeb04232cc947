/** Bringing a group's archive in: what the server and the command need of it. */
export { Stopped, type Conduct, type Progress } from "./conduct.ts";
export { importPlace } from "./context.ts";
export { importsMade } from "./acts.ts";
export { compareImport, mappingHash, runImport, type Comparison, type ImportFile, type ImportWish } from "./run.ts";
export { heldByOthers, redoImport, undoImport, undoState } from "./undo.ts";
export { dropFile, dropOtherFiles, headOf, hasFile, keepPiece, keptFile, newFile, PIECE_BYTES } from "./file.ts";
export {
  forgetMapping,
  hasReport,
  keepMapping,
  keepReport,
  keepRun,
  keptReport,
  mappings,
  runs,
  type KeptMapping,
  type KeptRun,
} from "./kept.ts";
