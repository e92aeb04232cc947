/** `node apps/relay/main.ts --data DIR --port N [--host ADDRESS] [--account-hash HEX] [--tell DIR]` */
import { runRelay } from "./run.ts";

const HELP = `usage: relay --data DIR --port N [--host ADDRESS] [--account-hash HEX] [--tell DIR]
  --data DIR           where its two files go; made where it is not there
  --port N             where it listens; 0: a free one
  --host ADDRESS       127.0.0.1 unless said otherwise. It speaks plain HTTP: put TLS or an onion address before it
  --account-hash HEX   of the token one desk has ("vouchsafe account FILE" makes it). Without it nobody makes logs here
  --tell DIR           the reporter's page, built by "vouchsafe page"; read once, at the start
It says one line when it listens, keeps no access log, and on its error output says codes. DIR/settings.json may hold the hash and limits; DIR/settings.sha256 (sha256sum settings.json) guards it.`;

const args = process.argv.slice(2);
if (args.length === 0 || args.includes("--help") || args.includes("-h")) {
  process.stderr.write(`${HELP}\n`);
  process.exit(64);
}
await runRelay(args);
