/**
 * A picture of the server's (parts/confirm/estimates/plots/svg.ts) as elements. The page lets nobody write markup into it (`trusted-types 'none'`), and so a
 * picture is taken apart here: elements and attributes of a closed list, else nothing is drawn. No name in a picture can become more than text.
 */
import { h, type ComponentChild, type VNode } from "preact";

const ELEMENTS = new Set(["svg", "title", "desc", "text", "line", "rect", "circle", "path", "polyline"]);
const ATTRIBUTE = /^(?:xmlns|class|id|role|aria-labelledby|viewBox|width|height|x|y|[xy][12]|c[xy]|r|d|points|direction|text-anchor|font-(?:family|size|weight)|(?:fill|stroke)(?:-[a-z]+)?)$/;
const PART = /<(\/?)([a-z]+)((?: +[A-Za-z0-9-]+="[^"<]*")*) *(\/?)>|([^<]+)/y;

/** The picture, or `null` where it is not one of that form. */
export function drawn(svg: string): VNode | null {
  const open: { readonly name: string; readonly attributes: Record<string, string>; readonly children: ComponentChild[] }[] = [];
  const root: ComponentChild[] = [];
  const put = (child: ComponentChild): unknown => (open.at(-1)?.children ?? root).push(child);
  PART.lastIndex = 0;
  for (let at = 0; at < svg.length; at = PART.lastIndex) {
    const [, end, name = "", attributes = "", alone, text] = PART.exec(svg) ?? [];
    if (text !== undefined) put(plain(text));
    else if (end === "/") {
      const closed = open.pop();
      if (closed?.name !== name) return null;
      put(h(name, closed.attributes, ...closed.children));
    } else {
      const given = Object.fromEntries([...attributes.matchAll(/([A-Za-z0-9-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, plain(value)]));
      if (!ELEMENTS.has(name) || !Object.keys(given).every((key) => ATTRIBUTE.test(key))) return null;
      if (alone === "/") put(h(name, given));
      else open.push({ name, attributes: given, children: [] });
    }
  }
  return open.length === 0 && root.length === 1 && typeof root[0] === "object" ? (root[0] as VNode) : null;
}

function plain(text: string): string {
  return text.replace(/&#([0-9]{1,3});/g, (_, code: string) => String.fromCharCode(Number(code)));
}
