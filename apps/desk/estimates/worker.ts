/** One worker of an estimate: reckons the pieces it is handed, one after the other, and keeps nothing. */
import { parentPort, workerData } from "node:worker_threads";
import { runPiece, type EstimateSettings, type Piece, type Table } from "#stats";

const { table, settings } = workerData as { readonly table: Table; readonly settings: EstimateSettings };

parentPort!.on("message", (piece: Piece) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort!.postMessage(runPiece(table, settings, piece));
});
