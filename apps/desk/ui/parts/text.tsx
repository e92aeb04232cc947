import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../i18n.ts";
import { isQuestion, letterOf } from "../keys.ts";
import { runsOf, selectedSpan, sentenceStarts, wordsOf, type Span } from "./passages.ts";
import type { StatementView, OfficialView, Stance } from "../../api.ts";

export interface Cited extends Span {
  readonly id: string;
  readonly stance: Stance;
}

/** Everything that cites this text, as spans. A denial by an office stands as `denies`. */
export function citedIn(report: string, statements: readonly StatementView[], officials: readonly OfficialView[]): Cited[] {
  const of = (id: string, stance: Stance, citations: StatementView["citations"]): Cited[] =>
    citations.filter((c) => c.document === report).map((c) => ({ id, stance, start: c.start, end: c.end }));
  return [
    ...statements.filter((s) => s.status !== "withdrawn" && s.status !== "superseded").flatMap((s) => of(s.id, s.stance, s.citations)),
    ...officials.flatMap((o) => of(o.id, "denies", o.citations)),
  ];
}

interface Props {
  readonly text: string;
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  readonly cited: readonly Cited[];
  readonly lit: string | null;
  readonly chosen: Span | null;
  readonly choose: (span: Span | null) => void;
  /** A letter that opens a form for what is chosen. */
  readonly open: (letter: string) => void;
  /** `?`: who says what of these statements. */
  readonly ask: (ids: readonly string[]) => void;
  readonly light: (id: string | null) => void;
  readonly disabled: boolean;
}

/**
 * The text itself. Choose with the mouse, or: arrows move a word or a sentence at a time, `v` starts choosing and arrows then stretch it.
 */
export function ReadText({ text, lang, dir, cited, lit, chosen, choose, open, ask, light, disabled }: Props) {
  const room = useRef<HTMLDivElement>(null);
  const points = useMemo(() => [...text], [text]);
  const words = useMemo(() => wordsOf(text, lang), [text, lang]);
  const sentences = useMemo(() => sentenceStarts(text, lang, words), [text, lang, words]);
  const [at, setAt] = useState(0);
  const [anchor, setAnchor] = useState<number | null>(null);
  const [keyed, setKeyed] = useState(false);

  const cursor = words[at] ?? null;
  const marks = [
    ...cited,
    ...(chosen === null ? [] : [{ ...chosen, id: "chosen" }]),
    ...(keyed && cursor !== null ? [{ ...cursor, id: "cursor" }] : []),
  ];
  const runs = useMemo(() => runsOf(points, marks), [points, JSON.stringify(marks)]);

  const stretch = (to: number, from: number | null): void => {
    const clamped = Math.max(0, Math.min(words.length - 1, to));
    setAt(clamped);
    if (from === null || words.length === 0) return;
    const [first, last] = from < clamped ? [from, clamped] : [clamped, from];
    choose({ start: words[first]!.start, end: words[last]!.end });
  };

  const onKey = (event: KeyboardEvent): void => {
    if (disabled || event.ctrlKey || event.altKey || event.metaKey) return;
    const letter = letterOf(event);
    const forward = dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    if (event.key.startsWith("Arrow") || letter === "v") setKeyed(true);
    if (event.key === forward) stretch(at + 1, anchor);
    else if (event.key === back) stretch(at - 1, anchor);
    else if (event.key === "ArrowDown")
      stretch(anchor === null ? (sentences.find((s) => s > at) ?? at) : (sentences.find((s) => s > at + 1) ?? words.length) - 1, anchor);
    else if (event.key === "ArrowUp") stretch(sentences.findLast((s) => s < at) ?? 0, anchor);
    else if (letter === "v") {
      setAnchor(anchor === null ? at : null);
      if (anchor === null && cursor !== null) choose(cursor);
    } else if (event.key === "Escape") {
      setAnchor(null);
      choose(null);
    } else if (chosen !== null && /^[apdlto]$/.test(letter)) {
      setAnchor(null);
      open(letter);
    } else if (isQuestion(event) && keyed && cursor !== null) ask(cited.filter((c) => c.start <= cursor.start && c.end >= cursor.end).map((c) => c.id));
    else return;
    event.preventDefault();
  };

  useEffect(() => {
    room.current?.querySelector(".cursor")?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const onPointer = (): void => {
    if (disabled || room.current === null) return;
    const span = selectedSpan(room.current, points);
    if (span !== null) {
      setKeyed(false);
      setAnchor(null);
      choose(span);
    }
  };

  return (
    <div
      ref={room}
      class="text"
      lang={lang}
      dir={dir}
      tabIndex={0}
      data-keys
      role="document"
      aria-label={t("reading.text")}
      aria-describedby="reading-keys"
      onKeyDown={onKey}
      onMouseUp={onPointer}
      onTouchEnd={() => setTimeout(onPointer, 50)}
    >
      {runs.map((run) => {
        const here = cited.filter((c) => run.ids.includes(c.id));
        const kinds = [...new Set(here.map((c) => c.stance))];
        const names = [
          ...kinds,
          run.ids.includes("chosen") ? "chosen" : "",
          run.ids.includes("cursor") ? "cursor" : "",
          here.some((c) => c.id === lit) ? "lit" : "",
        ];
        if (run.ids.length === 0) return <span key={run.start}>{run.text}</span>;
        return (
          <span
            key={run.start}
            class={names.filter((n) => n !== "").join(" ")}
            data-cites={here.map((c) => c.id).join(" ")}
            onMouseEnter={() => light(here[0]?.id ?? null)}
            onMouseLeave={() => light(null)}
          >
            {run.text}
          </span>
        );
      })}
    </div>
  );
}
