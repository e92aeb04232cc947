/** A small invented case from Verania for tests: Tamar's letter, the ministry's page, and an item that stays closed. */
import { toHex, utf8, type Bytes } from "#bytes";
import { sha256, Signer } from "#prim";
import { commitmentFor, recordCustody, type PackagedItem, type PackageInput, type Random } from "#preserve";

export const DAY = "2031-04-17";
export const signer = new Signer(sha256(utf8("the group's sealing key")));
export const stranger = new Signer(sha256(utf8("a stranger's key")));

/** Chance that repeats itself for one seed. */
export function chance(seed: string): Random {
  let count = 0;
  return (lengthBytes) => {
    const out = new Uint8Array(lengthBytes);
    for (let at = 0; at < lengthBytes; at += 32) out.set(sha256(utf8(`${seed} ${count++}`)).subarray(0, lengthBytes - at), at);
    return out;
  };
}

export const idOf = (name: string): string => toHex(sha256(utf8(name)).slice(0, 16));
const saltOf = (name: string): string => toHex(sha256(utf8(`salt of ${name}`)));

/** An opened text item. */
export function openedItem(name: string, text: string): Extract<PackagedItem, { opened: "whole" }> {
  return {
    id: idOf(name),
    kind: "report",
    opened: "whole",
    parents: [],
    description: `What ${name} is.`,
    received: "2031-03-05",
    mediaType: "text/plain",
    capture: null,
    files: [{ name: "original.txt", bytes: utf8(text), madeFrom: null }],
    redactions: [],
    salt: saltOf(name),
    after: null,
  };
}

/** An item of which only the leaf is shown. */
export function closedItem(name: string, original: Bytes): PackagedItem {
  return { id: idOf(name), kind: "undisclosed", opened: "closed", parents: [], leaf: commitmentFor(idOf(name), saltOf(name), original, null).leaf };
}

/** A case with one letter and one closed item. */
export function letterCase(): PackageInput {
  const random = chance("custody");
  const common = { actor: "A-1", tool: null, toolVersion: null, before: null, after: null, counterpart: null, authority: null };
  const first = recordCustody(
    [],
    { ...common, at: "2031-03-05T09:12:00Z", event: "ingestion", item: idOf("letter"), reason: "it came by post" },
    random,
  );
  const custody = recordCustody(first, { ...common, at: "2031-04-17T08:00:00Z", event: "disclosure", item: null, reason: "this package" }, random);
  return {
    items: [openedItem("letter", "They took four men from the Saltmarket.\n"), closedItem("register", utf8("page 14"))],
    finding: null,
    custody,
    furtherLimits: [],
    organisation: null,
  };
}
