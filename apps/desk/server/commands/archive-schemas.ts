/** What screens may ask of a whole archive (api-archive.ts), checked strictly. */
import { z } from "zod";

const id = z.string().regex(/^[0-9a-f]{32}$/);
const day = z.iso.date();
const words = z.string().max(200);
const terms = z.array(z.string().max(40)).max(50).exactOptional();
const ids = z.array(id).max(200).exactOptional();
const latitude = z.int().min(-90_000_000).max(90_000_000);
const longitude = z.int().min(-180_000_000).max(180_000_000);

export const ListFilter = z.strictObject({
  kinds: terms,
  statuses: terms,
  cases: ids,
  sources: ids,
  langs: terms,
  places: z.array(z.string().max(2_000)).max(50).exactOptional(),
  first: day.exactOptional(),
  last: day.exactOptional(),
  near: z.strictObject({ latMicrodegrees: latitude, lonMicrodegrees: longitude, radiusM: z.int().min(1).max(20_040_000), surely: z.boolean().exactOptional() }).exactOptional(),
  marks: z.array(z.enum(["disputed", "missing", "profiles"])).max(3).exactOptional(),
});

const LISTS = ["person", "group", "unit", "event", "act", "place", "source", "case", "document", "report"] as const;
export const ListAsk = z.strictObject({
  of: z.enum(LISTS),
  text: words.exactOptional(),
  filter: ListFilter.exactOptional(),
  sort: z.strictObject({ by: z.enum(["label", "first", "last", "changed", "statements", "sources"]), down: z.boolean().exactOptional() }).exactOptional(),
  from: z.int().min(0).exactOptional(),
  after: id.exactOptional(),
  limit: z.int().min(1).max(200).exactOptional(),
  facets: z.boolean().exactOptional(),
});

export const MapAsk = z.strictObject({
  of: z.array(z.enum(["act", "event", "place", "person"])).min(1).max(4).exactOptional(),
  text: words.exactOptional(),
  filter: ListFilter.exactOptional(),
  bounds: z.strictObject({ south: latitude, west: longitude, north: latitude, east: longitude }).exactOptional(),
  cells: z.int().min(4).max(64).exactOptional(),
  limit: z.int().min(1).max(2_000).exactOptional(),
});

export const GraphAsk = z.strictObject({ about: id, open: z.array(id).max(100).exactOptional(), limit: z.int().min(10).max(300).exactOptional() });

export const TimelineAsk = z.strictObject({
  cases: ids,
  of: z.array(z.enum(["act", "event", "person", "document"])).min(1).max(4).exactOptional(),
  first: day.exactOptional(),
  last: day.exactOptional(),
  from: z.int().min(0).exactOptional(),
  limit: z.int().min(1).max(200).exactOptional(),
  bins: z.int().min(1).max(200).exactOptional(),
});

const line = z.string().trim().min(1).max(200);
export const SaveSearch = z.strictObject({ id: id.exactOptional(), name: line, ask: ListAsk });
export const SearchAway = z.strictObject({ id });

export const Bulk = z.strictObject({
  subjects: z.union([z.array(id).min(1).max(5_000), ListAsk]),
  property: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  value: z.string().trim().min(1).max(4_000),
  reason: z.string().trim().min(1).max(4_000),
  saidBy: id.nullable().exactOptional(),
  how: z.enum(["add", "replace"]).exactOptional(),
});
export const BulkUndo = z.strictObject({ undo: z.array(z.string().regex(/^[0-9a-f]{64}$/)).min(1).max(50) });

export const Note = z.strictObject({ subject: id, text: z.string().min(1).max(8_000), over: z.array(id).max(20) });
