/** Mappings that ship. Each is ours and holds no data. */
import bayanat from "./mappings/bayanat.json" with { type: "json" };
import martus from "./mappings/martus.json" with { type: "json" };
import openevsys from "./mappings/openevsys.json" with { type: "json" };
import rettig from "./mappings/rettig.json" with { type: "json" };
import sivel from "./mappings/sivel.json" with { type: "json" };
import uwazi from "./mappings/uwazi.json" with { type: "json" };
import { ExchangeError } from "./errors.ts";
import { parseMapping, type Mapping } from "./mapping.ts";

/** Read when asked for: nobody needs them to open a desk. */
export function shippedMappings(): readonly Mapping[] {
  return [rettig, uwazi, sivel, martus, bayanat, openevsys].map((json) => parseMapping(json));
}

/**
 * A mapping from elsewhere may not go by the name of one that ships: people would take it for ours, and what they bring in by it for the same import. Throws
 * `ExchangeError("shipped-mapping")` unless it is that very one.
 */
export function requireOwnId(mapping: Mapping): void {
  const ships = shippedMappings().find(({ id }) => id === mapping.id);
  if (ships !== undefined && sorted(ships) !== sorted(mapping)) throw new ExchangeError("shipped-mapping");
}

/** As text, whatever the order of its fields. */
function sorted(mapping: Mapping): string {
  return JSON.stringify(mapping, (_, json: unknown) =>
    typeof json === "object" && json !== null && !Array.isArray(json) ? Object.fromEntries(Object.entries(json).toSorted(([a], [b]) => (a < b ? -1 : 1))) : json,
  );
}
