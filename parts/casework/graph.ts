/**
 * Strongly connected components (Tarjan 1972, without recursion: a hostile chain may be longer than the stack). A component comes after every
 * component its arrows lead to.
 */
export function strongComponents(nodes: Iterable<string>, arrows: (node: string) => readonly string[]): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const components: string[][] = [];
  for (const root of nodes) {
    if (order.has(root)) continue;
    const path = [{ node: root, next: 0 }];
    while (path.length > 0) {
      const at = path.at(-1)!;
      if (at.next === 0) {
        order.set(at.node, order.size);
        lowest.set(at.node, order.get(at.node)!);
        open.push(at.node);
        isOpen.add(at.node);
      }
      const to = arrows(at.node)[at.next];
      at.next++;
      if (to === undefined) {
        path.pop();
        close(at.node, path.at(-1)?.node);
      } else if (!order.has(to)) path.push({ node: to, next: 0 });
      else if (isOpen.has(to)) lower(at.node, order.get(to)!);
    }
  }
  return components;

  function lower(node: string, to: number): void {
    lowest.set(node, Math.min(lowest.get(node)!, to));
  }

  function close(node: string, from: string | undefined): void {
    if (lowest.get(node) === order.get(node)) {
      const component = open.splice(open.lastIndexOf(node));
      for (const member of component) isOpen.delete(member);
      components.push(component);
    }
    if (from !== undefined) lower(from, lowest.get(node)!);
  }
}

/** Adds to the list under a key. */
export function pushTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
