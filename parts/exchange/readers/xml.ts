/**
 * XML 1.0, strictly and as a stream (W3C recommendation, fifth edition). Nothing is fetched, no entity is expanded but the five of XML itself, and a document that
 * declares any is refused: none of the formats we read needs one. Row numbers in errors are the file's lines.
 */
import { SaxesParser } from "saxes";
import { ExchangeError } from "../errors.ts";
import { FILE_LIMITS } from "../table-set.ts";

export const XML_LIMITS = { depth: 64, attributes: 64, nameCharacters: 200 } as const;

/** So much may come without anything ending: the longest text, written in character references. */
const SILENT_CHARACTERS = 8 * FILE_LIMITS.cellCharacters;

export type XmlEvent =
  | { readonly is: "open"; readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly line: number }
  | { readonly is: "text"; readonly text: string; readonly line: number }
  | { readonly is: "close"; readonly name: string; readonly line: number };

/**
 * What stands in the document, in order. Texts come in pieces; comments and processing instructions are passed over. Throws `ExchangeError`: `not-this-format` for
 * what is not well-formed or declares something, `too-deep`, `cell-too-long`, `too-many-columns` (attributes).
 */
export function* xmlEvents(pieces: Iterable<string>): Generator<XmlEvent> {
  const events: XmlEvent[] = [];
  const parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true });
  let depth = 0;
  let textCharacters = 0;
  const refuse = (code: "not-this-format" | "too-deep" | "cell-too-long" | "too-many-columns"): never => {
    throw new ExchangeError(code, parser.line);
  };
  // The parser's own message can hold words of the file.
  parser.on("error", () => refuse("not-this-format"));
  parser.on("doctype", (declared) => {
    // `[` begins declarations inside the document: entities, of which a few lines can be made a thousand million letters.
    if (declared.includes("[") || declared.length > 1_000) refuse("not-this-format");
  });
  parser.on("opentagstart", ({ name }) => {
    textCharacters = 0;
    depth++;
    if (depth > XML_LIMITS.depth) refuse("too-deep");
    if (name.length > XML_LIMITS.nameCharacters) refuse("cell-too-long");
  });
  parser.on("opentag", ({ name, attributes }) => {
    const entries = Object.entries(attributes);
    if (entries.length > XML_LIMITS.attributes) refuse("too-many-columns");
    if (entries.some(([key, value]) => key.length > XML_LIMITS.nameCharacters || value.length > FILE_LIMITS.cellCharacters)) refuse("cell-too-long");
    events.push({ is: "open", name, attributes, line: parser.line });
  });
  const onText = (text: string): void => {
    textCharacters += text.length;
    if (textCharacters > FILE_LIMITS.cellCharacters) refuse("cell-too-long");
    if (text !== "") events.push({ is: "text", text, line: parser.line });
  };
  parser.on("text", onText);
  parser.on("cdata", onText);
  parser.on("closetag", ({ name }) => {
    depth--;
    textCharacters = 0;
    events.push({ is: "close", name, line: parser.line });
  });
  let silentCharacters = 0;
  for (const piece of pieces) {
    parser.write(piece);
    // The parser gathers a text, a comment or a tag until it ends: one that does not end must not fill the memory.
    silentCharacters = events.length > 0 ? 0 : silentCharacters + piece.length;
    if (silentCharacters > SILENT_CHARACTERS) refuse("cell-too-long");
    yield* events.splice(0);
  }
  parser.close();
  yield* events.splice(0);
}

/** An element with what stands in it. `text` is all text directly inside, white space as it stands. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly line: number;
}

/** Elements of one file held at once: one case, one bulletin. */
const HELD_ELEMENTS = 200_000;

/**
 * The elements directly inside the root, one after the other, each whole; of one called `through` those in it, since it may hold more than memory does. `root` gets the
 * root's name and attributes first and throws where the document is another. Text between them is passed over where it is only white space, and else refused.
 */
export function* elementsOf(pieces: Iterable<string>, root: (name: string, attributes: Readonly<Record<string, string>>) => void, through?: string): Generator<XmlElement> {
  interface Growing {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly children: XmlElement[];
    readonly line: number;
    text: string;
  }
  const open: Growing[] = [];
  let depth = 0;
  let held = 0;
  for (const event of xmlEvents(pieces)) {
    if (event.is === "open") {
      if (depth === 0) root(event.name, event.attributes);
      else if (depth > 1 || event.name !== through) {
        held++;
        if (held > HELD_ELEMENTS) throw new ExchangeError("too-many-rows", event.line);
        open.push({ name: event.name, attributes: event.attributes, children: [], line: event.line, text: "" });
      }
      depth++;
    } else if (event.is === "text") {
      const inside = open.at(-1);
      if (inside !== undefined) inside.text += event.text;
      else if (event.text.trim() !== "") throw new ExchangeError("not-this-format", event.line);
    } else {
      depth--;
      const closed = open.pop();
      if (closed === undefined) continue;
      const above = open.at(-1);
      if (above !== undefined) above.children.push(closed);
      else {
        held = 0;
        yield closed;
      }
    }
  }
}
