import type { GroupView } from "../../api.ts";

/** What every room is given: the group, and what the address names. */
export interface RoomProps {
  readonly group: GroupView | null;
  readonly id: string | null;
  readonly tab: string | null;
}
