import { useEffect, useState } from "preact/hooks";
import { lang, number, t } from "../../i18n.ts";
import { useSignal } from "../../signal.ts";
import { clusters, radiusUnits, type Cluster, type MapPlace } from "./clusters.ts";
import { fromScreen, project, toScreen, unitsOfKm, unproject, type Box, type LatLon, type Size, type View } from "./mercator.ts";
import { countryName, outlines, type Detail, type Outline } from "./outlines.ts";
import type { Looking } from "./view.ts";

/** From so many pixels for each world unit on, the finer outlines are drawn. */
const FINE_FROM = 4;
/** Places closer than this on the screen are drawn as one. */
const CELL_PX = 44;
/** A name of a country needs so much room for each of its letters. */
const LETTER_PX = 9;
/** What has a radius too small to see is a ring of this size, never a point. */
const LEAST_PX = 9;
const MOST_PX = 20;

/** A circle on the ground. */
export interface Around extends LatLon {
  readonly km: number;
}

/**
 * A map that asks nobody: outlines that ship, places as circles as wide as the sources leave them. All it shows stands in the table beside it; so it is one stop
 * of the Tab key, and its places are none.
 */
export function WorldMap({
  places,
  lit,
  around,
  pick,
  looking,
  total,
}: {
  readonly places: readonly MapPlace[];
  readonly total: number;
  /** The place whose row is at hand. */
  readonly lit: string | null;
  readonly around: Around | null;
  readonly pick: (places: readonly MapPlace[]) => void;
  readonly looking: Looking;
}) {
  const speaks = useSignal(lang);
  const { view, size, box, zoom, fit, onKey } = looking;
  const countries = useOutlines(view.scale >= FINE_FROM ? "50m" : "110m");
  const seen = seenBox(view, size);
  const inSight = countries.filter(({ box: [w, n, e, s] }) => w < seen[2] && e > seen[0] && n < seen[3] && s > seen[1]);
  const drawn = clusters(places, view.scale, CELL_PX).filter((c) => inside(c, seen, MOST_PX / view.scale));
  return (
    <div class="map">
      <div
        class="map-box"
        dir="ltr"
        ref={box}
        tabIndex={0}
        role="group"
        aria-label={t("map.label", { n: total })}
        aria-describedby="map-keys"
        onKeyDown={onKey}
      >
        <svg width={size.width} height={size.height} aria-hidden="true">
          <g transform={`translate(${size.width / 2} ${size.height / 2}) scale(${view.scale}) translate(${-view.x} ${-view.y})`}>
            {inSight.map((c) => (
              <path d={c.path} class="land" key={`${c.id}${c.box[0]}`} />
            ))}
          </g>
          {inSight.map((c) => (
            <CountryName of={c} view={view} size={size} lang={speaks} key={`${c.id}${c.box[0]}`} />
          ))}
          {around !== null && <AroundCircle around={around} view={view} size={size} />}
          {drawn.map((c) => (
            <Places of={c} view={view} size={size} lit={lit} pick={pick} key={c.places[0]!.id} />
          ))}
        </svg>
        <Scale view={view} size={size} />
      </div>
      <div class="map-tools">
        <button type="button" aria-label={t("map.closer")} title={t("map.closer")} onClick={() => zoom(1.6)}>
          +
        </button>
        <button type="button" aria-label={t("map.further")} title={t("map.further")} onClick={() => zoom(1 / 1.6)}>
          −
        </button>
        <button type="button" onClick={fit}>
          {t("map.all")}
        </button>
      </div>
      <p class="soft map-note" id="map-keys">
        {t("map.keys")} {t("map.rings")} {t("map.borders")}
      </p>
    </div>
  );
}


function Places({
  of,
  view,
  size,
  lit,
  pick,
}: {
  readonly of: Cluster;
  readonly view: View;
  readonly size: Size;
  readonly lit: string | null;
  readonly pick: (places: readonly MapPlace[]) => void;
}) {
  const [first] = of.places;
  const alone = of.places.length === 1 && first!.holds === null;
  const isLit = of.places.some((p) => p.id === lit);
  const at = toScreen(of, view, size);
  const radius = alone ? radiusUnits(first!) * view.scale : 0;
  const exact = radius >= LEAST_PX;
  const r = exact ? radius : Math.min(MOST_PX, LEAST_PX + 3 * Math.log10(Math.max(1, of.count)));
  const kind = !alone ? "many" : exact ? "wide" : "narrow";
  return (
    <g class={`place ${kind} ${isLit ? "lit" : ""}`} onClick={() => pick(of.places)}>
      <title>{alone ? first!.label : t("map.here", { n: of.count })}</title>
      <circle cx={at.x} cy={at.y} r={r} />
      {(of.count > 1 || !alone) && (
        <text x={at.x} y={at.y} dy=".35em">
          {number(of.count)}
        </text>
      )}
    </g>
  );
}

function AroundCircle({ around, view, size }: { readonly around: Around; readonly view: View; readonly size: Size }) {
  const at = toScreen(project(around), view, size);
  return (
    <g class="around">
      <circle cx={at.x} cy={at.y} r={unitsOfKm(around.km, around.lat) * view.scale} />
      <path d={`M${at.x - 6} ${at.y}h12M${at.x} ${at.y - 6}v12`} />
    </g>
  );
}

function CountryName({ of, view, size, lang: speaks }: { readonly of: Outline; readonly view: View; readonly size: Size; readonly lang: string }) {
  const [w, n, e, s] = of.body;
  const name = countryName(of.id, speaks);
  const roomPx = (e - w) * view.scale;
  if (name === "" || roomPx < name.length * LETTER_PX || (s - n) * view.scale < 24) return null;
  const at = toScreen({ x: (w + e) / 2, y: (n + s) / 2 }, view, size);
  return (
    <text x={at.x} y={at.y} class="country">
      {name}
    </text>
  );
}

/** A bar as long as a round number of kilometres is in the middle of the map. */
function Scale({ view, size }: { readonly view: View; readonly size: Size }) {
  const { lat } = unproject(view);
  const kmPerPx = 1 / (unitsOfKm(1, lat) * view.scale);
  const most = kmPerPx * Math.min(140, size.width / 3);
  const power = 10 ** Math.floor(Math.log10(most));
  const km = [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power;
  return (
    <svg class="map-scale" width="160" height="28" aria-hidden="true">
      <path d={`M4 14v6h${km / kmPerPx}v-6`} />
      <text x="8" y="14">
        {t("map.km", { km })}
      </text>
    </svg>
  );
}

/** The outlines, once they are read; those read last until finer ones are. */
function useOutlines(detail: Detail): readonly Outline[] {
  const [drawn, setDrawn] = useState<readonly Outline[]>([]);
  useEffect(() => {
    let here = true;
    outlines(detail).then(
      (next) => here && setDrawn(next),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [detail]);
  return drawn;
}

export function seenBox(view: View, size: Size): Box {
  const a = fromScreen({ x: 0, y: 0 }, view, size);
  const b = fromScreen({ x: size.width, y: size.height }, view, size);
  return [a.x, a.y, b.x, b.y];
}

function inside(c: Cluster, [w, n, e, s]: Box, spare: number): boolean {
  const r = spare + Math.max(0, ...c.places.map(radiusUnits));
  return c.x + r > w && c.x - r < e && c.y + r > n && c.y - r < s;
}
