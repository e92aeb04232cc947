import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ListFilter, MapAsk, MapPoint, MapView } from "../../../api-archive.ts";
import { day, number, t } from "../../i18n.ts";
import { archive } from "../archive/ask.ts";
import { List, type Column } from "../list/list.tsx";
import { Nothing, Said, useView } from "../room.tsx";
import { labelOf } from "../statement.tsx";
import { boundsOfBox, boxAround, boxOfBounds, circleOf, latLonOf } from "./bounds.ts";
import type { MapPlace } from "./clusters.ts";
import { seenBox, WorldMap, type Around } from "./map.tsx";
import { kmBetween, unproject, type Box } from "./mercator.ts";
import { useLooking } from "./view.ts";

/** Close enough to see what lies around one place: some 200 km across. */
const CLOSE = 80;
const KM = [1, 5, 10, 25, 50, 100, 250] as const;
/** Asked for beyond what is seen, so that a small move shows no gap. */
const BEYOND = 0.3;
/** How long somebody must rest before the part they look at is asked for. */
const REST_MS = 150;

/** One line of the table: a place as it is drawn. */
interface PlaceRow extends MapPlace {
  readonly points: readonly MapPoint[];
}

/** A map and, beside it, the same places as a table; "within … km of here" narrows both. `of`: what is put on the map. */
export function PlacesMap({
  name,
  of,
  filter,
  open,
}: {
  readonly name: string;
  readonly of: MapAsk["of"];
  readonly filter: ListFilter;
  readonly open: (subject: MapPoint["subject"]) => void;
}) {
  const [around, setAround] = useState<Around | null>(null);
  const [km, setKm] = useState(25);
  const [lit, setLit] = useState<string | null>(null);
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null);
  const ask: MapAsk = {
    ...(of === undefined ? {} : { of }),
    filter: { ...filter, ...(around === null ? {} : { near: circleOf(around, around.km * 1000) }) },
    limit: 2000,
    cells: 24,
  };
  const whole = useView<MapView>(archive("map", ask));
  const looking = useLooking(whole.view?.extent ?? null);
  const part = useRested(seenBox(looking.view, looking.size));
  const some = useView<MapView>(archive("map", { ...ask, bounds: boundsOfBox(wider(part)) }));
  // Where everything is drawn one by one already, the part that is seen is in it.
  const drawn = whole.view !== null && whole.view.clusters.length === 0 ? whole.view : (some.view ?? whole.view);
  const places = useMemo(() => rowsOf(drawn), [drawn]);
  const shown = useMemo(() => {
    const here = picked === null ? places : places.filter((p) => picked.has(p.id));
    const far = (p: MapPlace): number => (around === null ? 0 : kmBetween(around, p));
    return [...here].sort((a, b) => far(a) - far(b) || b.count - a.count || a.label.localeCompare(b.label));
  }, [places, around, picked]);
  if (whole.view === null) return <Said code={whole.failed} />;
  if (whole.view.extent === null && around === null) {
    return (
      <>
        <Nothing of="map" />
        {whole.view.unplaced > 0 && <p class="soft">{t("map.unplaced", { n: whole.view.unplaced })}</p>}
      </>
    );
  }

  const pick = (these: readonly MapPlace[]): void => {
    const [first] = these;
    if (these.length === 1 && first!.holds === null) return setLit(first!.id);
    setPicked(null);
    if (these.some((p) => p.holds !== null || p.lat !== first!.lat || p.lon !== first!.lon)) return looking.show(boxOfAll(these.map(boxOfPlace)));
    // They lie in one place: no coming closer parts them, so the table lists them.
    return setPicked(new Set(these.map((p) => p.id)));
  };
  const go = (p: PlaceRow): void => {
    if (p.holds !== null) return looking.show(boxOfPlace(p), CLOSE);
    if (lit === p.id && p.points.length === 1) return open(p.points[0]!.subject);
    setLit(p.id);
    return looking.show(boxOfPlace(p), CLOSE);
  };
  const here = places.find((p) => p.id === lit);
  const columns: Column<PlaceRow>[] = [
    {
      key: "place",
      label: t("form.place"),
      track: "minmax(0, 3fr)",
      weight: "name",
      cell: (p) => (p.holds === null ? <bdi>{p.label === "" ? t("map.unnamed") : p.label}</bdi> : <span class="soft">{t("map.severalPlaces")}</span>),
    },
    { key: "exact", label: t("map.exact"), track: "minmax(0, 2fr)", cell: (p) => <span class="soft">{exactText(p, around !== null)}</span> },
    { key: "count", label: t("map.acts"), track: "56px", cell: (p) => number(p.count) },
  ];
  return (
    <>
      <Said code={whole.failed ?? some.failed} />
      <div class="places">
        <WorldMap places={places} total={whole.view.total} lit={lit} around={around} pick={pick} looking={looking} />
        <div class="places-beside">
          <form
            class="near"
            autocomplete="off"
            onSubmit={(e) => {
              e.preventDefault();
              setPicked(null);
              setAround({ ...(here ?? unproject(looking.view)), km });
            }}
          >
            <label>
              <span>{t("map.within")}</span>
              <select value={String(km)} onChange={(e) => setKm(Number(e.currentTarget.value))}>
                {KM.map((n) => (
                  <option value={String(n)} key={n}>
                    {t("map.km", { km: n })}
                  </option>
                ))}
              </select>
            </label>
            <button>{here === undefined ? t("map.ofMiddle") : t("map.ofPlace")}</button>
            {(around !== null || picked !== null || lit !== null) && (
              <button
                type="button"
                class="plain"
                onClick={() => {
                  setAround(null);
                  setPicked(null);
                  setLit(null);
                }}
              >
                {t("facet.none")}
              </button>
            )}
          </form>
          {shown.length === 0 ? (
            <p class="soft">{t("map.nothingNear")}</p>
          ) : (
            <List
              name={`${name}-places`}
              label={t("map.table")}
              query={`${JSON.stringify(ask)}${picked === null ? "" : [...picked].join()}`}
              columns={columns}
              total={shown.length}
              at={(i) => shown[i]}
              see={nothing}
              idOf={(p) => p.id}
              classOf={(p) => (p.id === lit ? "lit" : "")}
              open={go}
            />
          )}
          {here !== undefined && <AtPlace of={here} open={open} />}
          {whole.view.unplaced > 0 && <p class="soft">{t("map.unplaced", { n: whole.view.unplaced })}</p>}
        </div>
      </div>
    </>
  );
}

/** What is said to have been at the place at hand. */
function AtPlace({ of, open }: { readonly of: PlaceRow; readonly open: (subject: MapPoint["subject"]) => void }) {
  const most = 20;
  return (
    <>
      <h2 dir="auto">{of.label === "" ? t("map.unnamed") : of.label}</h2>
      <ul class="plain-list at-place">
        {of.points.slice(0, most).map((p) => (
          <li key={p.subject.id}>
            <button type="button" class="plain" onClick={() => open(p.subject)}>
              <bdi>{labelOf(p.subject)}</bdi>
            </button>{" "}
            <span class="soft">{[...new Set([p.first, p.last])].filter((d) => d !== null).map((d) => day(d)).join(" – ")}</span>
          </li>
        ))}
      </ul>
      {of.points.length > most && <p class="soft">{t("more.n", { n: of.points.length - most })}</p>}
    </>
  );
}

function nothing(): void {}

/** Points of one circle and one name are one line; a cluster of the server's is another. */
function rowsOf(view: MapView | null): PlaceRow[] {
  if (view === null) return [];
  const rows = new Map<string, MapPoint[]>();
  for (const point of view.points) {
    const key = `${point.latMicrodegrees},${point.lonMicrodegrees},${point.radiusM},${point.place}`;
    const there = rows.get(key);
    if (there === undefined) rows.set(key, [point]);
    else there.push(point);
  }
  const placed = [...rows].map(([id, points]) => ({
    id,
    label: points[0]!.place,
    ...latLonOf(points[0]!),
    radiusM: points[0]!.radiusM,
    count: new Set(points.map(({ subject }) => subject.id)).size,
    holds: null,
    points,
  }));
  const clustered = view.clusters.map((c) => ({
    id: `${c.latMicrodegrees},${c.lonMicrodegrees},${c.count}`,
    label: "",
    ...latLonOf(c),
    radiusM: c.radiusM,
    count: c.count,
    holds: c.bounds,
    points: [],
  }));
  return [...placed, ...clustered];
}

function exactText(row: PlaceRow, near: boolean): string {
  const radius = t("map.radius", { km: round(row.radiusM / 1000) });
  if (!near || row.points.length === 0) return radius;
  return `${radius} · ${row.points.every((p) => p.within === "surely") ? t("map.surely") : t("map.maybe")}`;
}

function round(km: number): number {
  return km < 10 ? Math.round(km * 10) / 10 : Math.round(km);
}

function boxOfPlace(place: MapPlace): Box {
  return place.holds === null ? boxAround(place, place.radiusM) : boxOfBounds(place.holds);
}

function boxOfAll(boxes: readonly Box[]): Box {
  return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
}

function wider([w, n, e, s]: Box): Box {
  return [w - (e - w) * BEYOND, n - (s - n) * BEYOND, e + (e - w) * BEYOND, s + (s - n) * BEYOND];
}

/** What was last seen for a moment without moving. */
function useRested(box: Box): Box {
  const [rested, setRested] = useState(box);
  const now = useRef(box);
  now.current = box;
  const key = box.map((n) => n.toFixed(4)).join();
  useEffect(() => {
    const timer = setTimeout(() => setRested(now.current), REST_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return rested;
}
