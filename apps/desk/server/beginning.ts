import { join } from "node:path";
import { Redacted } from "#bytes";
import type { Hono } from "hono";
import { beginJoining, DeskError, finishJoining, followJoining, forgetJoining, foundGroup, keepJoining, resumeJoining, type Joining, type OpenDesk } from "../core/index.ts";
import { isJoining } from "../core/folder.ts";
import type { NewPerson } from "../core/founding.ts";
import { MEMBER_KEY_FILE } from "../core/keyring.ts";
import type { Beginning, Passphrases } from "./app.ts";

/** How a desk begins in an empty folder. `account` is given where a group can be founded on a relay of one's own. */
export function beginningOf(dir: string, account: { readonly relay: string; readonly token: string } | null, opened: (desk: OpenDesk) => Hono): Beginning {
  let joining: { readonly it: Joining; readonly who: NewPerson } | null = null;
  let finishing: Promise<OpenDesk | null> = Promise.resolve(null);
  // The member key stays in the folder until its person says that they have carried it away.
  const who = (name: string, passphrases: Pick<Passphrases, "passphrase"> & Partial<Passphrases>): NewPerson => ({ name, ...passphrases, memberKeyPath: join(dir, MEMBER_KEY_FILE) });
  return {
    mayFound: account !== null,
    brokeOff: () => joining === null && isJoining(dir),
    async found(name, passphrases) {
      if (account === null) throw new DeskError("relay-refused");
      return opened(await foundGroup(dir, account.relay, new Redacted(account.token), who(name, passphrases)));
    },
    async join(code, name, passphrases) {
      if (isJoining(dir)) throw new DeskError("already-a-desk");
      const it = await beginJoining(code, name);
      const person = who(name, passphrases);
      await keepJoining(it, dir, person);
      joining = { it, who: person };
    },
    async resume(passphrase) {
      const it = await resumeJoining(dir, passphrase);
      // Two at once would each clear away what the other has made.
      if (joining !== null) throw new DeskError("already-a-desk");
      joining = { it, who: who(it.fresh.joining.name, { passphrase }) };
    },
    async forget() {
      joining = null;
      // One that is about to end may have told of its keys by then: it is a desk, or broke off.
      await finishing.catch(() => undefined);
      forgetJoining(dir);
    },
    async words() {
      return joining === null ? null : followJoining(joining.it);
    },
    async finish() {
      if (joining === null) throw new DeskError("bad-invite");
      finishing = finishJoining(joining.it, dir, joining.who);
      const desk = await finishing;
      return desk === null ? null : opened(desk);
    },
  };
}
