import { Teller } from "./history.ts"; import { walk, Disagreement } from "./compare.ts"; import { pathTo } from "./meetings.ts";
const few:any[]=[]; let bad=0;
for(let s=Number(process.argv[2]);s<=Number(process.argv[3]);s++){ const h=new Teller(s).tell(); try{walk(h.root);}catch(e){ if(!(e instanceof Disagreement)){console.log("seed",s);throw e;} bad++; const r=new Set(pathTo(e.step).filter(x=>x.letter!.body.act.kind==="resolve"&&["linked","over","beside"].includes(x.fate!)).map(x=>x.letter!.id)).size; if(r<2) few.push([s,r,e.message.slice(0,600)]); }}
console.log(bad, few);
