import { Teller } from "./history.ts"; import { pathTo, allSteps } from "./meetings.ts"; import { emptyLine, extendLine, parseAct, rosterSummary } from "#entry"; import { spelled } from "./compare.ts"; import { summarise } from "./summary.ts";
const h=new Teller(Number(process.argv[2])).tell(); const depth=Number(process.argv[3]);
for (const s of allSteps(h.root)) { const p=pathTo(s); if (p.length!==depth) continue; let line=emptyLine(); 
 for(const st of p){ let o:any; try{ const e=extendLine(line,parseAct(st.letter!.bytes),st.road); line=e.line;o=e.outcome;}catch(e){o=String(e);} console.log(st.letter!.serial,st.letter!.id.slice(0,6),st.fate,JSON.stringify(o), spelled(rosterSummary(line) as any)===spelled(summarise(st.desk))); } break; }
