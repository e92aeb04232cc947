/** How a desk links people: as records without a desk are linked (foundation/stats/linkage/person-settings.ts), over the columns of profile.ts. */
import { personSettings, type LinkSettings } from "#stats";
import { COLUMNS } from "./profile.ts";

export const PEOPLE: LinkSettings = personSettings(new Set(COLUMNS));
