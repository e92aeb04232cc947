/**
 * Names of persons that whoever reads the file may not read: guarded higher than it may hold, wherever they are said. They stand in no other words that leave either,
 * whoever typed them there: a remark, a reason, a place ("before the house of …").
 */
import { isKind, typeOf, type RecordOf, type Shown, type WholeBook } from "#casework";
import { NameRuns } from "./name-runs.ts";

export class HeldNames {
  readonly #names: NameRuns;

  /**
   * @param isSaid `held` where it is said above the ceiling, whatever became of that; `open` where it may be read in the file. The same name said of somebody else counts too:
   * of two who are called alike the reader learns nothing that they could not read anyway
   */
  constructor(book: WholeBook, isSaid: (shown: Shown<RecordOf<"statement">>) => "held" | "open" | null) {
    const held = new Set<string>();
    const open = new Set<string>();
    for (const shown of book.all) {
      // What came after a suspension holds nothing back: a stopped member must not be able to empty an export.
      if (!isKind("statement")(shown) || shown.record.property !== "name" || shown.standing === "came-after") continue;
      const name = shown.record.value?.name?.full ?? shown.record.value?.text;
      if (name === undefined || (typeOf(book, shown.record.subject) ?? "person") !== "person") continue;
      const said = isSaid(shown);
      if (said !== null) (said === "held" ? held : open).add(name);
    }
    const openOnes = new NameRuns(open);
    this.#names = new NameRuns([...held].filter((name) => !openOnes.isWhole(name)));
  }

  isIn(words: string): boolean {
    return this.#names.isIn(words);
  }
}
