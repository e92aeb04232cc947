import { penOf } from "#casework";
import { randomBytes } from "#prim";
import { write, type OpenDesk } from "../core/index.ts";

/** An official text in the inbox, such as a desk would bring in. */
export function writeDemoDenial(desk: OpenDesk): void {
  const report = penOf(randomBytes)("report", {
    channel: "document",
    lang: "en",
    title: "Ministry of Order: statement to the press",
    text: "No person of that name was ever held by us. Those who say so are paid for it.",
    received: { kind: "exact", first: "2026-09-18", last: "2026-09-18" },
  });
  write(desk, "inbox", "bring-document", [report]);
}
