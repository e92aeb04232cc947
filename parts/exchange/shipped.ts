/** Mappings that ship. Each is ours and holds no data. */
import rettig from "./mappings/rettig.json" with { type: "json" };
import { parseMapping, type Mapping } from "./mapping.ts";

/** Read when asked for: nobody needs them to open a desk. */
export function shippedMappings(): readonly Mapping[] {
  return [rettig].map((json) => parseMapping(json));
}
