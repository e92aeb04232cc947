/** Questions to the archive, as the server's addresses have them. */

/** The address of a question: it travels as JSON in one parameter. */
export function archive(what: "list" | "map" | "graph" | "timeline", ask: object): string {
  return `/api/archive/${what}?ask=${encodeURIComponent(JSON.stringify(ask))}`;
}
