/** The one command. `npm start` runs the demonstration or a group of one's own on this machine; docs/RUNNING.md is for more than one machine. */
import { runTrust, runVerify } from "../verifier/index.ts";
import { buildPage, exportTrust, makeAccount, runAnswer, runDesk, runRequest, runRestore } from "./desk-commands.ts";
import { runImportCommand } from "./import-command.ts";
import { runEstimateCommand } from "./estimate-command.ts";
import { runExport } from "./export-command.ts";
import { plainly, usageOf, WrongUse } from "./plain.ts";
import { runStory } from "./story.ts";

const USAGE = `usage:
  vouchsafe verify PACKAGE [--trust DIRECTORY]      check an evidence package
  vouchsafe trust DIRECTORY                         show the keys of a trust directory with their fingerprints
  vouchsafe trust export DESK OUT                   write the trust directory that outsiders check packages with
  vouchsafe desk DIR [--relay URL --account FILE]   run the desk in DIR, or begin one there   [--port N]
  vouchsafe restore BACKUP --member-key FILE DIR    make a new desk from a backup   [--account FILE]
  vouchsafe request DIR                             print again what a restored desk asks of colleagues
  vouchsafe answer DIR FILE                         take a colleague's answer to that
  vouchsafe relay --data DIR --port N …             run a relay; vouchsafe relay --help tells more
  vouchsafe account FILE                            make the token with which one desk makes room on a relay
  vouchsafe export DESK [ID]                        list what may be exported, or make one that was agreed to
  vouchsafe page DESK OUT --name NAME               build the reporter's page for a relay
  vouchsafe import FILE --mapping M.json --desk DIR bring a file into a desk's record   [--preview] [--report OUT [--force]] [--case ID] [--undo | --redo]
  vouchsafe estimate --lists TABLE.csv [--html OUT] estimate how many are on no list, or refuse to   (docs/formats/lists.md has all options)
  vouchsafe link --records A.csv [B.csv …] --out FILE  find records of one person   (docs/formats/linkage.md has all options)
  vouchsafe story                                   run the main job without screens
DESK and DIR are a desk's folder. Passphrases are asked for, or read one a line from the standard input. docs/RUNNING.md tells the whole way.`;

const print = (line: string): void => console.log(line);

const [command, ...rest] = process.argv.slice(2);

if (command === "relay") {
  // It has its own words for what goes wrong: codes, each once a day.
  process.argv.splice(2, 1);
  await import("../relay/main.ts");
} else await plainly(usageOf(USAGE, command), run);

async function run(): Promise<number | void> {
  switch (command) {
    case "verify":
      return runVerify(rest, print);
    case "trust":
      return rest[0] === "export" ? exportTrust(rest.slice(1), print) : runTrust(rest, print);
    case "desk":
      return runDesk(rest, print);
    case "restore":
      return runRestore(rest, print);
    case "request":
      return runRequest(rest, print);
    case "answer":
      return runAnswer(rest, print);
    case "account":
      return makeAccount(rest, print);
    case "export":
      return runExport(rest, print);
    case "page":
      return buildPage(rest, print);
    case "import":
      return runImportCommand(rest, print);
    case "estimate":
      return runEstimateCommand(rest, print);
    case "link":
      return (await import("./link/command.ts")).runLink(rest, print);
    case "story":
      return (await runStory(print)) ? 0 : 1;
    default:
      throw new WrongUse(command === undefined || command === "--help" ? "" : `There is no command ${JSON.stringify(command)}.`);
  }
}
