/**
 * Collections that are never changed and share what they have in common: a changed copy costs a few nodes, whatever the size. Every act has the
 * roster after it, and one person alone can make a line of many thousand acts; whole copies would take the square of that.
 */

type Leaf<V> = { readonly key: string; readonly value: V; readonly order: number };
/** Children by the next character of their keys; `""` where a key ends. */
type Node<V> = Leaf<V> | ReadonlyMap<string, Node<V>>;

/** A map in the order in which its keys were first set. Inside a trie over the characters of the keys. */
export class SharedMap<V> implements ReadonlyMap<string, V> {
  readonly root: Node<V> | null;
  readonly size: number;
  readonly nextOrder: number;

  private constructor(root: Node<V> | null, size: number, nextOrder: number) {
    this.root = root;
    this.size = size;
    this.nextOrder = nextOrder;
  }

  static empty<V>(): SharedMap<V> {
    return new SharedMap<V>(null, 0, 0);
  }

  get(key: string): V | undefined {
    return this.#leaf(key)?.value;
  }

  has(key: string): boolean {
    return this.#leaf(key) !== null;
  }

  /** A copy with one key set; a key that is there keeps its place. */
  with(key: string, value: V): SharedMap<V> {
    const here = this.#leaf(key);
    const root = placed(this.root, { key, value, order: here?.order ?? this.nextOrder }, 0);
    return here === null ? new SharedMap(root, this.size + 1, this.nextOrder + 1) : new SharedMap(root, this.size, this.nextOrder);
  }

  /** A copy without one key. */
  without(key: string): SharedMap<V> {
    return this.has(key) ? new SharedMap(taken(this.root!, key, 0), this.size - 1, this.nextOrder) : this;
  }

  entries(): MapIterator<[string, V]> {
    return this.#leaves()
      .map(({ key, value }): [string, V] => [key, value])
      .values();
  }

  keys(): MapIterator<string> {
    return this.#leaves()
      .map(({ key }) => key)
      .values();
  }

  values(): MapIterator<V> {
    return this.#leaves()
      .map(({ value }) => value)
      .values();
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(each: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const { key, value } of this.#leaves()) each(value, key, this);
  }

  #leaf(key: string): Leaf<V> | null {
    let at: Node<V> | null = this.root;
    for (let depth = 0; isInner(at); depth++) at = at.get(key[depth] ?? "") ?? null;
    return at?.key === key ? at : null;
  }

  #leaves(): Leaf<V>[] {
    const leaves: Leaf<V>[] = [];
    const open = this.root === null ? [] : [this.root];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (isInner(at)) for (const child of at.values()) open.push(child);
      else leaves.push(at);
    }
    return leaves.sort((a, b) => a.order - b.order);
  }
}

function isInner<V>(node: Node<V> | null): node is ReadonlyMap<string, Node<V>> {
  return node instanceof Map;
}

function placed<V>(node: Node<V> | null, leaf: Leaf<V>, depth: number): Node<V> {
  if (node === null || (!isInner(node) && node.key === leaf.key)) return leaf;
  const inner = new Map(isInner(node) ? node : [[node.key[depth] ?? "", node]]);
  const character = leaf.key[depth] ?? "";
  return inner.set(character, placed(inner.get(character) ?? null, leaf, depth + 1));
}

/** The node without a key that is in it; `null` where nothing is left. */
function taken<V>(node: Node<V>, key: string, depth: number): Node<V> | null {
  if (!isInner(node)) return null;
  const inner = new Map(node);
  const character = key[depth] ?? "";
  const left = taken(inner.get(character)!, key, depth + 1);
  if (left === null) inner.delete(character);
  else inner.set(character, left);
  return inner.size === 0 ? null : inner;
}

type Link<T> = { readonly item: T; readonly before: Link<T> | null };

/** A list that only grows. */
export class SharedList<T> implements Iterable<T> {
  readonly last: Link<T> | null;

  private constructor(last: Link<T> | null) {
    this.last = last;
  }

  static empty<T>(): SharedList<T> {
    return new SharedList<T>(null);
  }

  /** A copy with one item more at its end. */
  with(item: T): SharedList<T> {
    return new SharedList({ item, before: this.last });
  }

  /** Oldest first. */
  [Symbol.iterator](): ArrayIterator<T> {
    const items: T[] = [];
    for (let at = this.last; at !== null; at = at.before) items.push(at.item);
    return items.reverse().values();
  }

  map<U>(change: (item: T) => U): U[] {
    return [...this].map(change);
  }
}
