import { Teller } from "./history.ts"; import { Coverage } from "./coverage.ts"; import { summarise } from "./summary.ts"; import { allSteps } from "./meetings.ts";
const c = new Coverage(); let acts=0, steps=0, ends=0; const N=Number(process.argv[2]??200);
let t=performance.now(), ts=0;
for (let s=1;s<=N;s++){ const h=new Teller(s).tell(); c.addHistory(h.root); acts+=h.letters.length; ends+=h.ends.length; const t0=performance.now(); for(const st of allSteps(h.root)){steps++; summarise(st.desk);} ts+=performance.now()-t0; }
console.log(c.table()); console.log({acts:acts/N,steps:steps/N,ends:ends/N, msPer:(performance.now()-t)/N, summaryMs: ts/N});
