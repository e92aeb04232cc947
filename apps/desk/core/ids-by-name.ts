/** Ids by a name. Most names are one person's; a hundred thousand may go by "unknown", and one more must not cost a look at each of them. */

/** So many are looked through one by one. */
const FEW = 16;

export class IdsByName {
  readonly #ids = new Map<string, string[] | Set<string>>();

  add(name: string, id: string): void {
    const known = this.#ids.get(name);
    if (known === undefined) this.#ids.set(name, [id]);
    else if (known instanceof Set) known.add(id);
    else if (!known.includes(id)) {
      known.push(id);
      if (known.length > FEW) this.#ids.set(name, new Set(known));
    }
  }

  /** Each once, in the order they came. */
  of(name: string): readonly string[] {
    return [...(this.#ids.get(name) ?? [])];
  }

  clear(): void {
    this.#ids.clear();
  }
}
