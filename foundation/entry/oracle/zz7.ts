import { Teller } from "./history.ts"; import { walk, Disagreement, spelled } from "./compare.ts"; import { findings } from "./invariants.ts"; import { allSteps, pathTo, type Step } from "./meetings.ts";
const out:any={}; let probes=0, dis=0; const cpu=process.cpuUsage(); const A=Number(process.argv[2]),B=Number(process.argv[3]);
for(let s=A;s<=B;s++){ const h=new Teller(s).tell(); const post=new Map([...allSteps(h.root)].flatMap(({letter})=>letter===null?[]:[[letter.id,letter] as const])); const plain=new Map<Step,boolean>([[h.root,true]]);
 const f=(x:string)=>{ (out[x]??=[]).push(s); };
 try{ const v=walk(h.root,(now,before)=>{ const {step}=now; const p=plain.get(before.step)!&&step.road==="line"&&now.summary.fork===null&&step.fate!=="over"; plain.set(step,p); for(const x of findings({letter:step.letter!,before:before.summary,now:now.summary,plain:p},(id)=>post.get(id))) f(x+" @"+pathTo(step).length); });
  const shown=new Map<string,string>(); for(const e of h.ends){const su=v.get(e)!.summary; if(su.head===null||su.fork!==null||e.desk.held.length>0) continue; const b=shown.get(su.head); if(b!==undefined&&b!==spelled(su)) f("differ"); shown.set(su.head,spelled(su));}
  if(h.probe){probes++; if(v.get(h.probe.end)!.summary.persons[h.probe.captive]!=="suspended") f("I6");}
 }catch(e){ if(!(e instanceof Disagreement)) throw e; dis++; f("disagree"); } }
console.log(probes, dis, JSON.stringify(out).slice(0,3000)); const c=process.cpuUsage(cpu); console.log("cpu ms per", (c.user+c.system)/1000/(B-A+1));
