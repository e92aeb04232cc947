/** Mappings that ship. Each is ours and holds no data. */
import bayanat from "./mappings/bayanat.json" with { type: "json" };
import martus from "./mappings/martus.json" with { type: "json" };
import openevsys from "./mappings/openevsys.json" with { type: "json" };
import rettig from "./mappings/rettig.json" with { type: "json" };
import sivel from "./mappings/sivel.json" with { type: "json" };
import uwazi from "./mappings/uwazi.json" with { type: "json" };
import { parseMapping, type Mapping } from "./mapping.ts";

/** Read when asked for: nobody needs them to open a desk. */
export function shippedMappings(): readonly Mapping[] {
  return [rettig, uwazi, sivel, martus, bayanat, openevsys].map((json) => parseMapping(json));
}
