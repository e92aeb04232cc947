import { Teller } from "./history.ts"; import { walk, Disagreement } from "./compare.ts"; import { pathTo } from "./meetings.ts"; import { player } from "./cast.ts";
const from=Number(process.argv[2]), to=Number(process.argv[3]), show=Number(process.argv[4]??3);
const names=new Map<string,string>(); for(let i=0;i<12;i++){names.set(player(i).person,"P"+i); player(i).devices.forEach((d,j)=>names.set(d.publicKey,`P${i}.${j}`));}
let bad=0; const badSeeds=[]; let t=performance.now(); let gen=0;
for(let s=from;s<=to;s++){ const t0=performance.now(); const h=new Teller(s).tell(); gen+=performance.now()-t0; try{ walk(h.root);}catch(e){ if(!(e instanceof Disagreement)){console.log("seed",s); throw e;} bad++; badSeeds.push(s); if(bad<=show){ console.log("=== seed",s); 
 for (const st of pathTo(e.step)) { const b=st.letter!.body; const a:any=b.act; let tgt=a.person?.person??a.person??a.device?.device??a.device??a.suspension??a.act??a.heads?.map((x:string)=>x.slice(0,6)).join()??""; tgt=names.get(tgt)??String(tgt).slice(0,13); console.log(st.letter!.serial, st.road, "v"+b.v,b.act.kind,tgt, "n",b.n,"prev",b.prev?.slice(0,6),"id",st.letter!.id.slice(0,6),"by",b.by.map(d=>names.get(d)).join(), st.letter!.signaturesHold?"":"BADSIG", "->", st.fate, st.fate==="linked"?JSON.stringify(st.desk.line.outcomes.at(-1)):""); }
 let m=e.message; for(const [k,v] of names) m=m.replaceAll(k,v); console.log(m.replaceAll(/[0-9a-f]{58}(?=")/g,"")); } } }
console.log({bad, n:to-from+1, seeds:badSeeds.slice(0,40).join(" "), genMs:gen/(to-from+1), ms:(performance.now()-t)/(to-from+1)});
