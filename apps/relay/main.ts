/** `node apps/relay/main.ts --data DIR --port N [--host ADDRESS] [--account-hash HEX] [--tell DIR]` */
import { runRelay } from "./run.ts";

await runRelay(process.argv.slice(2));
