import { join } from "node:path";
import { Redacted } from "#bytes";
import type { Hono } from "hono";
import { beginJoining, DeskError, finishJoining, followJoining, foundGroup, type Joining, type OpenDesk } from "../core/index.ts";
import { MEMBER_KEY_FILE } from "../core/keyring.ts";
import type { Beginning, Passphrases } from "./app.ts";

/** How a desk begins in an empty folder. `account` is given where a group can be founded on a relay of one's own. */
export function beginningOf(dir: string, account: { readonly relay: string; readonly token: string } | null, opened: (desk: OpenDesk) => Hono): Beginning {
  let joining: Joining | null = null;
  // The member key stays in the folder until its person says that they have carried it away.
  const who = (name: string, passphrases: Passphrases) => ({ name, ...passphrases, memberKeyPath: join(dir, MEMBER_KEY_FILE) });
  return {
    mayFound: account !== null,
    async found(name, passphrases) {
      if (account === null) throw new DeskError("relay-refused");
      return opened(await foundGroup(dir, account.relay, new Redacted(account.token), who(name, passphrases)));
    },
    async join(code, name) {
      joining = await beginJoining(code, name);
    },
    async words() {
      return joining === null ? null : followJoining(joining);
    },
    async finish(passphrases) {
      if (joining === null) throw new DeskError("bad-invite");
      const name = joining.fresh.joining.name;
      const desk = await finishJoining(joining, dir, who(name, passphrases));
      return desk === null ? null : opened(desk);
    },
  };
}
