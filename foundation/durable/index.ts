/** The one place that writes files: whole or not at all, and on the disk when it returns. Everything else goes through here. */
export { DurableError, type DurableErrorCode } from "./errors.ts";
export { systemCalls, type FileCalls } from "./calls.ts";
export { NewFile, removePartials, writeFileDurably, type WriteOptions } from "./new-file.ts";
export { Mark } from "./mark.ts";
export { appendDurably, makeDirectory, removeDurably } from "./in-place.ts";
