import { Teller } from "./history.ts"; import { allSteps } from "./meetings.ts";
let by:any={};
for (let s=1;s<=200;s++){ const t=new Teller(s) as any; const h=t.tell(); const f=JSON.stringify([h.letters.some((l:any)=>l.body.act.kind==="resolve"), s]); let noise=0,n=0; for(const st of allSteps(h.root)){n++; if(st.fate==="noise")noise++;} if(noise>10) console.log(s,h.letters.length,n,noise,h.ends.length, h.ends.map((e:any)=>[e.desk.line.acts.length,e.desk.placed.size,e.desk.updateNeeded,e.desk.waiting.length].join("/")).join(" "));  }
