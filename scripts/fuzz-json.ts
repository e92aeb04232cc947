/** Damage to values rather than to bytes: what it makes is well-formed, so that it comes past the first door of a strict reader. */
import type { Chance } from "./fuzz.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const ODD_STRINGS = ["", "a", "0", "\u0000", "\u202e", "x".repeat(300), "é", "𝒳", "2031-02-30", "9999-99-99", "__proto__", "constructor", "../..", "f".repeat(64), "0".repeat(32), "=1+1"];
const ODD_NUMBERS = [0, 1, -1, 2, 7, 255, 500, 4096, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER];
const ODD_KEYS = ["", "id", "kind", "v", "__proto__", "constructor", "toString", "extra", "text", "of"];

/** A value with one to three things wrong. Numbers stay such that canonical JSON has a spelling for them. */
export function damagedJson(chance: Chance, seeds: readonly Json[]): Json {
  let value = chance.of(seeds);
  for (let wounds = 1 + chance.below(3); wounds > 0; wounds--) value = wounded(chance, value, seeds, 0);
  return value;
}

function wounded(chance: Chance, value: Json, seeds: readonly Json[], depth: number): Json {
  const isInside = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (isInside && depth < 12 && chance.below(6) !== 0) {
    if (Array.isArray(value)) {
      const list = value as readonly Json[];
      const at = chance.below(list.length);
      if (chance.below(8) === 0) return chance.below(2) === 0 ? list.toSpliced(at, 1) : [...list, list[at]!];
      return list.with(at, wounded(chance, list[at]!, seeds, depth + 1));
    }
    const fields = value as { readonly [key: string]: Json };
    const key = chance.of(Object.keys(fields));
    const kind = chance.below(10);
    if (kind === 0) return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
    if (kind === 1) return with_(fields, chance.of(ODD_KEYS), odd(chance, seeds));
    return with_(fields, key, wounded(chance, fields[key]!, seeds, depth + 1));
  }
  return odd(chance, seeds, value);
}

function with_(fields: { readonly [key: string]: Json }, key: string, value: Json): Json {
  return Object.fromEntries([...Object.entries(fields).filter(([name]) => name !== key), [key, value]]);
}

function odd(chance: Chance, seeds: readonly Json[], before: Json = null): Json {
  switch (chance.below(9)) {
    case 0:
      return null;
    case 1:
      return chance.below(2) === 0;
    case 2:
      return chance.of(ODD_NUMBERS);
    case 3:
      return [];
    case 4:
      return {};
    case 5:
      return inside(chance, chance.of(seeds));
    case 6:
      return typeof before === "number" ? before + chance.below(3) - 1 : typeof before === "string" ? `${before.slice(0, chance.below(before.length + 1))}${chance.of(ODD_STRINGS)}` : [before];
    default:
      return chance.of(ODD_STRINGS);
  }
}

/** Some value from inside another. */
function inside(chance: Chance, value: Json): Json {
  let it = value;
  for (let n = chance.below(5); n > 0 && typeof it === "object" && it !== null; n--) {
    const values: readonly Json[] = Object.values(it);
    if (values.length === 0) break;
    it = chance.of(values);
  }
  return it;
}
