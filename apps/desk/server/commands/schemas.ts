/** What the screens may ask for, checked strictly before anything is written. Values inside records are checked again by the record model. */
import { z } from "zod";

const id = z.string().regex(/^[0-9a-f]{32}$/);
const entry = z.string().regex(/^[0-9a-f]{64}$/);
const line = z.string().trim().min(1).max(200);
const words = z.string().min(1).max(4000);
const ref = z.union([z.strictObject({ id }), z.strictObject({ new: line })]);
const about = z.union([z.strictObject({ id }), z.strictObject({ new: line, kind: z.enum(["person", "group", "unit", "event", "act", "place"]).optional() })]);
const moment = z.string().max(20);
const time = z.strictObject({ kind: z.enum(["exact", "within", "throughout"]), first: moment.optional(), last: moment.optional(), asGiven: line.optional() });
const place = z.strictObject({ asGiven: line.optional(), kind: z.string().max(40).optional(), adminPath: z.array(line).max(8).optional() });
const count = z.strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional(), asGiven: line.optional() });
const term = z.string().regex(/^[a-z][a-z0-9 -]{0,39}$/);
const property = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);

const keepForm = z.discriminatedUnion("form", [
  z.strictObject({
    form: z.literal("act"),
    types: z.array(term).min(1).max(8),
    victim: ref.nullable(),
    count: count.nullable(),
    involved: z.array(z.strictObject({ who: ref, degree: term.or(z.literal("")) })).max(8),
    time: time.nullable(),
    place: place.nullable(),
    pretext: words.nullable(),
  }),
  z.strictObject({ form: z.literal("person"), person: ref, property, value: words }),
  z.strictObject({
    form: z.literal("denial"),
    speaker: ref,
    position: z.enum(["acknowledges", "denies the fact", "denies responsibility", "other explanation", "blames the source", "says never held", "refuses comment"]),
    denies: z.array(id).max(50),
    target: line.nullable(),
    level: z.enum(["claim", "case"]),
    time: time.nullable(),
  }),
  z.strictObject({ form: z.literal("place"), about, place }),
  z.strictObject({ form: z.literal("time"), about, time }),
  z.strictObject({ form: z.literal("other"), about, property, value: words }),
]);

export const Keep = z.strictObject({
  report: id,
  case: ref,
  start: z.int().min(0).max(100_000),
  end: z.int().min(1).max(100_000),
  stance: z.enum(["asserts", "denies", "doubts", "corrects"]),
  saidBy: ref.nullable(),
  keep: keepForm,
});
export type Keep = z.infer<typeof Keep>;

export const Change = z.strictObject({ statement: id, value: words.optional(), time: time.optional(), place: place.optional(), count: count.optional(), reason: words });
export const Undo = z.strictObject({ undo: entry });
export const Document = z.strictObject({ title: line, lang: z.string().regex(/^[a-z]{2,3}$/), text: z.string().min(1).max(100_000), channel: z.enum(["document", "phone", "in-person", "partner", "web"]) });
export const Triage = z.strictObject({ report: id, seen: z.literal(true).optional(), takenBy: z.enum(["me", "nobody"]).optional(), urgent: z.boolean().optional() });
export const NewCase = z.strictObject({ title: line });
export const NewSource = z.strictObject({ alias: line, kind: term, case: id.optional() });
export const Assess = z.strictObject({ source: id, basis: term, reliability: z.coerce.number().int().min(1).max(6), derivesFrom: z.array(id).max(50) });
export const Propose = z.strictObject({ case: id, proposition: words, standard: z.int().min(0).max(5), for: z.array(id).max(200), against: z.array(id).max(200), alternatives: z.string().max(2000), about: id.nullable() });
export const Decide = z.strictObject({ finding: id });
export const Decline = z.strictObject({ finding: id, reason: words });
export const MakePackage = z.strictObject({ finding: id });
export const Guess = z.strictObject({ words: z.string().max(4000), lang: z.string().max(12) });
export const Person = z.strictObject({ person: entry });
export const Suspension = z.strictObject({ suspension: entry });
export const Act = z.strictObject({ act: entry });
export const DeviceText = z.strictObject({ request: z.string().min(1).max(20_000) });
export const MakeBackup = z.strictObject({ passphrase: z.string().min(12).max(1024) });
export const Settings = z.strictObject({ lang: z.enum(["en", "ru", "ar"]).nullable().optional(), theme: z.enum(["light", "dark"]).nullable().optional() });
export const Nothing = z.strictObject({});
