/** Stands a small group up, writes a record, and starts one of its desks: for looking at the screens. `node apps/desk/testing/demo-desk.ts`; Ctrl C ends it. */
import { comeToRest } from "../../vouchsafe/people.ts";
import { writeDemoRecord } from "./demo-record.ts";
import { PASSPHRASE, standUp } from "./standing.ts";

const group = await standUp(3);
const { caseId, reports } = writeDemoRecord(group.desks[0]!);
await comeToRest(...group.desks);
const desk = await group.launch("Tomas");
console.log(`passphrase: ${PASSPHRASE}`);
console.log(`case ${caseId}, first report ${reports[0]}`);
console.log(desk.launchUrl());
console.log((await group.launchEmpty()).launchUrl());
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void group.end().then(() => process.exit(0)));
