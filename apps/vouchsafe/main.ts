/** The one command: `vouchsafe verify | trust | relay | story`. `npm start` runs the demonstration or a group of one's own. */
import { runTrust, runVerify } from "../verifier/index.ts";
import { runStory } from "./story.ts";

const USAGE = `usage:
  vouchsafe verify PACKAGE [--trust DIRECTORY]   check an evidence package
  vouchsafe trust DIRECTORY                      show the keys of a trust directory with their fingerprints
  vouchsafe relay --data DIR --port N …          run a relay
  vouchsafe story                                run the main job without screens`;

const [command, ...rest] = process.argv.slice(2);
const print = (line: string): void => console.log(line);
switch (command) {
  case "verify":
    process.exitCode = await runVerify(rest, print);
    break;
  case "trust":
    process.exitCode = await runTrust(rest, print);
    break;
  case "relay":
    process.argv.splice(2, 1);
    await import("../relay/main.ts");
    break;
  case "story":
    process.exitCode = (await runStory(print)) ? 0 : 1;
    break;
  default:
    print(USAGE);
    process.exitCode = 64;
}
