/** The process that is killed: `killed.ts FOLDER NUMBER` runs one write path in a folder that is prepared, and says each acknowledgement as it comes. */
import { writeSync } from "node:fs";
import { WRITE_PATHS } from "./write-paths.ts";

const [folder = "", number = ""] = process.argv.slice(2);
writeSync(1, "ready\n");
await WRITE_PATHS[Number(number)]!.run(folder, (what) => void writeSync(1, `${what}\n`));
writeSync(1, "end\n");
process.exit(0);
