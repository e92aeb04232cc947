import type { ComponentType } from "preact";
import { CaseRoom } from "./case.tsx";
import { CasesRoom } from "./cases.tsx";
import { EstimatesRoom } from "./estimates.tsx";
import { GraphRoom, MapRoom, TimelineRoom } from "./across.tsx";
import { GroupRoom } from "./group.tsx";
import { ImportRoom } from "./import.tsx";
import { InboxRoom } from "./inbox.tsx";
import { LinksRoom } from "./links.tsx";
import { PeopleRoom } from "./people.tsx";
import { ReadinessRoom } from "./readiness.tsx";
import { ReadingRoom } from "./reading.tsx";
import { ReviewRoom } from "./review.tsx";
import { SettingsRoom } from "./settings.tsx";
import type { RoomProps } from "./room-props.ts";
import { SourcesRoom } from "./sources.tsx";

/** Every room, in the order of the rail. `letter` is the key after `g`; a room without one is reached from another. */
export const ROOMS: readonly { readonly name: string; readonly letter: string | null; readonly Room: ComponentType<RoomProps> }[] = [
  { name: "inbox", letter: "i", Room: InboxRoom },
  { name: "cases", letter: "c", Room: CasesRoom },
  { name: "people", letter: "p", Room: PeopleRoom },
  { name: "map", letter: "w", Room: MapRoom },
  { name: "timeline", letter: "t", Room: TimelineRoom },
  { name: "sources", letter: "s", Room: SourcesRoom },
  { name: "import", letter: "b", Room: ImportRoom },
  { name: "review", letter: "r", Room: ReviewRoom },
  { name: "estimates", letter: "n", Room: EstimatesRoom },
  { name: "group", letter: "m", Room: GroupRoom },
  { name: "readiness", letter: "d", Room: ReadinessRoom },
  { name: "settings", letter: "e", Room: SettingsRoom },
  { name: "report", letter: null, Room: ReadingRoom },
  { name: "case", letter: null, Room: CaseRoom },
  { name: "links", letter: null, Room: LinksRoom },
  { name: "graph", letter: null, Room: GraphRoom },
];
