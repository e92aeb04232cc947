/**
 * Names of persons that whoever reads the file may not read: guarded higher than it may hold, wherever they are said. They stand in no other words that leave either,
 * whoever typed them there: a remark, a reason, a place ("before the house of …").
 */
import { isKind, type RecordOf, type Shown, type Value, type WholeBook } from "#casework";
import { NameRuns } from "./name-runs.ts";

type Said = Shown<RecordOf<"statement">>;

/** Under these a person goes by a name of their own. */
const NAMING: ReadonlySet<string> = new Set(["name", "alias"]);
/** Parts of a name that are used without the others. */
const BY_ITSELF: ReadonlySet<string> = new Set(["nickname", "alias"]);

export class HeldNames {
  readonly #names: NameRuns;
  /** Names that are in the file. */
  readonly open: ReadonlySet<string>;

  /**
   * @param isSaid `held` where it is said above the ceiling, whatever became of that; `open` where it is in the file. The same name said of somebody else counts too:
   * of two who are called alike the reader learns nothing that they do not read anyway
   */
  constructor(book: WholeBook, isSaid: (shown: Said) => "held" | "open" | null) {
    const held = new Set<string>();
    const open = new Set<string>();
    for (const shown of book.all) {
      // What came after a suspension holds nothing back: a stopped member must not be able to empty an export.
      if (!isKind("statement")(shown) || !NAMING.has(shown.record.property) || shown.standing === "came-after") continue;
      const said = isSaid(shown);
      if (said !== null) for (const name of namesIn(shown.record.value)) (said === "held" ? held : open).add(name);
    }
    const openOnes = new NameRuns(open);
    this.open = open;
    this.#names = new NameRuns([...held].filter((name) => !openOnes.isWhole(name)), open);
  }

  isIn(words: string): boolean {
    return this.#names.isIn(words);
  }
}

/** The whole name, and what somebody is called without it. */
export function namesIn(value: Value | undefined): string[] {
  const whole = value?.name?.full ?? value?.text;
  return [...(whole === undefined ? [] : [whole]), ...(value?.name?.parts ?? []).flatMap((part) => (BY_ITSELF.has(part.kind) ? [part.value] : []))];
}
