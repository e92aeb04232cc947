import { join } from "node:path";
import { Redacted } from "#bytes";
import type { Hono } from "hono";
import { beginJoining, DeskError, finishJoining, followJoining, foundGroup, type Joining, type OpenDesk } from "../core/index.ts";
import type { Beginning } from "./app.ts";

/** The file a person carries away: it certifies their devices. */
const MEMBER_KEY = "carry-away-member-key.age";

/** How a desk begins in an empty folder. `account` is given where a group can be founded on a relay of one's own. */
export function beginningOf(dir: string, account: { readonly relay: string; readonly token: string } | null, opened: (desk: OpenDesk) => Hono): Beginning {
  let joining: Joining | null = null;
  const who = (name: string, passphrase: Redacted<string>) => ({ name, passphrase, memberKeyPath: join(dir, MEMBER_KEY) });
  return {
    mayFound: account !== null,
    async found(name, passphrase) {
      if (account === null) throw new DeskError("relay-refused");
      return opened(await foundGroup(dir, account.relay, new Redacted(account.token), who(name, passphrase)));
    },
    async join(code, name) {
      joining = await beginJoining(code, name);
    },
    async words() {
      return joining === null ? null : followJoining(joining);
    },
    async finish(passphrase) {
      if (joining === null) throw new DeskError("bad-invite");
      const name = joining.fresh.joining.name;
      const desk = await finishJoining(joining, dir, who(name, passphrase));
      return desk === null ? null : opened(desk);
    },
  };
}
