/** Bringing a group's archive in: what the server and the command need of it. */
export { Stopped, type Conduct, type Progress } from "./import-conduct.ts";
export { importPlace } from "./import-context.ts";
export { importsMade } from "./import-acts.ts";
export { compareImport, mappingHash, runImport, type Comparison, type ImportFile, type ImportWish } from "./import-run.ts";
export { heldByOthers, redoImport, undoImport, undoState } from "./import-undo.ts";
export { dropFile, dropOtherFiles, headOf, hasFile, keepPiece, keptFile, newFile, PIECE_BYTES } from "./import-file.ts";
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
} from "./import-kept.ts";
