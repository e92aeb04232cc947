/** Whether what the record says of the package's files is what is there. Asked after the payload's hashes were found right. */
import type { Bytes } from "#bytes";
import { readCustodyEntry } from "./custody-entry.ts";
import { parseCustody } from "./custody.ts";
import { ProofError } from "./errors.ts";
import { CUSTODY_PATH, RECORD_PATH, type Place } from "./layout.ts";
import { readItem, readRecord } from "./record.ts";

/** Whether record.json, every item.json and every custody entry follow their schemas, speak of the items here and state the hashes of their files. */
export function recordFits(parsed: ReadonlyMap<string, Bytes>, places: ReadonlyMap<string, Place>, sha256: ReadonlyMap<string, string>): boolean {
  try {
    const stated = new Map(readRecord(parsed.get(RECORD_PATH)!).items.map((item) => [item.id, item.opened]));
    const present = openedItems(places);
    const sameItems = stated.size === present.size && [...present].every(([id, opened]) => stated.get(id) === opened);
    return sameItems && itemsFit(parsed, places, sha256) && custodyFits(parsed.get(CUSTODY_PATH)!, present);
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
}

function openedItems(places: ReadonlyMap<string, Place>): Map<string, string> {
  const of = (at: Place["at"]): string[] => [...places.values()].flatMap((place) => ("id" in place && place.at === at ? [place.id] : []));
  const opened = new Map<string, string>();
  for (const id of of("leaf")) opened.set(id, "closed");
  for (const id of of("item")) opened.set(id, "redacted");
  for (const id of of("committed")) opened.set(id, "whole");
  return opened;
}

function itemsFit(parsed: ReadonlyMap<string, Bytes>, places: ReadonlyMap<string, Place>, sha256: ReadonlyMap<string, string>): boolean {
  const filesOf = new Map<string, number>();
  for (const place of places.values()) {
    if (place.at === "committed" || place.at === "companion" || place.at === "working") filesOf.set(place.id, (filesOf.get(place.id) ?? 0) + 1);
  }
  return [...places].every(([path, place]) => {
    if (place.at !== "item") return true;
    const item = readItem(parsed.get(path)!);
    const folder = path.slice(0, path.lastIndexOf("/"));
    return (
      item.id === place.id &&
      item.files.length === (filesOf.get(place.id) ?? 0) &&
      item.files.every((file) => sha256.get(`${folder}/${file.name}`) === file.sha256)
    );
  });
}

function custodyFits(log: Bytes, items: ReadonlyMap<string, string>): boolean {
  return parseCustody(log, null).every(({ entry }) => {
    if (entry === null) return true;
    const { item } = readCustodyEntry(entry);
    return item === null || items.has(item);
  });
}
