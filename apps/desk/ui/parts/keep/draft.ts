/** What a passage is about to become, and whether enough is said to keep it. */
import { signal } from "../../signal.ts";
import type { Count, FuzzyPlace, FuzzyTime, Guess, KeepRequest, ReadingView, Ref, Stance } from "../../../api.ts";

export const FORMS = [
  { name: "act", letter: "a" },
  { name: "person", letter: "p" },
  { name: "denial", letter: "d" },
  { name: "place", letter: "l" },
  { name: "time", letter: "t" },
  { name: "other", letter: "o" },
] as const;
export type FormName = (typeof FORMS)[number]["name"];

export interface Draft {
  readonly case: Ref | null;
  readonly stance: Stance;
  readonly saidBy: Ref | null;
  readonly types: readonly string[];
  readonly victim: Ref | null;
  readonly involved: Ref | null;
  readonly degree: string;
  readonly count: Count | null;
  readonly time: FuzzyTime | null;
  readonly place: FuzzyPlace | null;
  readonly pretext: string;
  readonly about: Ref | null;
  /** What a time or a place says of a person: nothing is said of them that nobody chose. */
  readonly ofPerson: "" | "lastSeenAlive" | "residence" | "remark";
  readonly property: string;
  readonly value: string;
  readonly speaker: Ref | null;
  readonly position: string;
  readonly denies: readonly string[];
  readonly target: string;
  readonly atCase: boolean;
}

/** What fields of a form are given and how they change it. */
export interface FormProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  readonly reading: ReadingView;
}

/** The case that was kept in last: the next report most often belongs to it. */
export const lastCase = signal<Ref | null>(null);

const MAX_LINE = 200;

/** A draft filled with what the words themselves give. Who says so is only taken over from the same report: nobody is made a source by default. */
export function firstDraft(form: FormName, words: string, reading: ReadingView): Draft {
  const line = [...words.replace(/\s+/g, " ").trim()].slice(0, MAX_LINE).join("");
  const heard = reading.statements.findLast((s) => s.saidBy !== null)?.saidBy ?? null;
  return {
    case: reading.case === null ? lastCase.value : { id: reading.case.id },
    stance: "asserts",
    saidBy: heard === null ? null : { id: heard.id },
    types: [],
    victim: null,
    involved: null,
    degree: "",
    count: null,
    time: form === "time" ? { kind: "within", asGiven: line } : null,
    place: form === "place" ? { asGiven: line } : null,
    pretext: "",
    about: null,
    ofPerson: "",
    property: form === "person" ? "name" : "",
    value: line,
    speaker: null,
    position: "denies the fact",
    denies: [],
    target: "",
    atCase: false,
  };
}

/** Whether a time or a place is said of a person. */
export function isOfPerson(form: FormName, d: Draft, reading: ReadingView): boolean {
  const about = d.about;
  return (form === "time" || form === "place") && about !== null && "id" in about && reading.subjects.some((s) => s.id === about.id && s.kind === "person");
}

/** The guess fills only what nobody has touched. */
export function withGuess(form: FormName, draft: Draft, guess: Guess): Draft {
  const known = guess.persons[0];
  const who: Ref | null = known === undefined ? null : { id: known.id };
  const time =
    form === "time" && draft.time !== null && guess.time !== null
      ? { ...guess.time, ...draft.time, kind: guess.time.kind }
      : (draft.time ?? guess.time);
  return {
    ...draft,
    count: form === "act" ? (draft.count ?? guess.count) : draft.count,
    time: form === "act" || form === "time" ? time : draft.time,
    victim: form === "act" ? (draft.victim ?? who) : draft.victim,
    about: form === "person" ? (draft.about ?? who) : draft.about,
  };
}

/** The request's part for this form, or the code of what is still to be said (`keep.need.…`). */
export function keepOf(form: FormName, d: Draft, reading: ReadingView): KeepRequest["keep"] | "type" | "who" | "speaker" | "about" | "property" | "ofPerson" {
  if (d.about !== null && isOfPerson(form, d, reading)) {
    if (d.ofPerson === "") return "ofPerson";
    if (d.ofPerson === "remark") return { form: "other", about: d.about, property: "remark", value: d.value };
  }
  switch (form) {
    case "act":
      if (d.types.length === 0) return "type";
      return {
        form,
        types: d.types,
        victim: d.victim,
        count: d.count,
        involved: d.involved === null ? [] : [{ who: d.involved, degree: d.degree }],
        time: d.time,
        place: d.place,
        pretext: d.pretext.trim() === "" ? null : d.pretext,
      };
    case "person":
      if (d.about === null && d.property !== "name") return "who";
      return { form, person: d.about ?? { new: d.value }, property: d.property, value: d.value };
    case "denial":
      if (d.speaker === null) return "speaker";
      return {
        form,
        speaker: d.speaker,
        position: d.position,
        denies: d.denies,
        target: d.target.trim() === "" ? null : d.target,
        level: d.atCase ? "case" : "claim",
        time: d.time,
      };
    case "place":
      return d.about === null || d.place === null ? "about" : { form, about: d.about, place: d.place };
    case "time":
      return d.about === null || d.time === null ? "about" : { form, about: d.about, time: d.time };
    case "other":
      if (d.about === null) return "about";
      return d.property === "" ? "property" : { form, about: d.about, property: d.property, value: d.value };
  }
}
