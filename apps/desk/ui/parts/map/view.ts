import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Bounds } from "../../../api-archive.ts";
import { fitted, panned, zoomed, type Box, type Point, type Size, type View } from "./mercator.ts";
import { boxOfBounds } from "./bounds.ts";

/** How far one press of an arrow goes, and how much closer one press of + comes. */
const STEP_PX = 80;
const STEP_ZOOM = 1.6;
/** A wheel turn of so many pixels comes closer by e. */
const WHEEL_PX = 400;

export interface Looking {
  readonly view: View;
  readonly size: Size;
  /** Takes the element the map is drawn in, once there is one. */
  readonly box: (element: HTMLDivElement | null) => void;
  readonly zoom: (factor: number) => void;
  /** All there is, again. */
  readonly fit: () => void;
  /** Goes where all of this is seen, no closer than `closest`. */
  readonly show: (box: Box, closest?: number) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** What of the map is seen, and how keys, wheel, mouse and fingers change it. */
export function useLooking(all: Bounds | null): Looking {
  const [element, box] = useState<HTMLDivElement | null>(null);
  const [size, setSize] = useState<Size>({ width: 640, height: 420 });
  const [view, setView] = useState<View>(() => fitted(null, size));
  const sizeNow = useRef(size);
  sizeNow.current = size;
  const moved = useRef(false);

  const show = useCallback((of: Box, closest?: number): void => {
    moved.current = true;
    setView(fitted(of, sizeNow.current, closest));
  }, []);
  const fit = (): void => {
    moved.current = false;
    setView(fitted(all === null ? null : boxOfBounds(all), sizeNow.current));
  };
  const change = (next: (view: View) => View): void => {
    moved.current = true;
    setView(next);
  };

  useLayoutEffect(() => {
    if (element === null) return undefined;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && (width !== sizeNow.current.width || height !== sizeNow.current.height)) setSize({ width, height });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  // Until somebody moves it, the map shows all there is.
  const extent = JSON.stringify(all);
  useEffect(() => {
    if (!moved.current) fit();
  }, [extent, size.width, size.height]);

  useEffect(() => (element === null ? undefined : listenTo(element, change, () => sizeNow.current)), [element]);

  const middle = (): Point => ({ x: size.width / 2, y: size.height / 2 });
  const zoom = (factor: number): void => change((v) => zoomed(v, factor, middle(), size));
  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== element || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step !== undefined) change((v) => panned(v, step[0]! * STEP_PX, step[1]! * STEP_PX));
    else if (event.key === "+" || event.key === "=") zoom(STEP_ZOOM);
    else if (event.key === "-") zoom(1 / STEP_ZOOM);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { view, size, box, zoom, fit, show, onKey };
}

/** Mouse, pen and fingers: one drags, two come closer. The wheel comes closer only while the map has the focus: else the page scrolls, as one meant it to. */
function listenTo(element: HTMLElement, change: (next: (view: View) => View) => void, size: () => Size): () => void {
  const down = new Map<number, Point>();
  const at = (event: { clientX: number; clientY: number }): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const gauge = (): { readonly middle: Point; readonly apart: number } => {
    const [a, b = a] = [...down.values()];
    return { middle: { x: (a!.x + b!.x) / 2, y: (a!.y + b!.y) / 2 }, apart: Math.hypot(a!.x - b!.x, a!.y - b!.y) };
  };
  const onDown = (event: PointerEvent): void => {
    if ((event.target as Element).closest("button") !== null) return;
    down.set(event.pointerId, at(event));
    element.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    if (!down.has(event.pointerId)) return;
    const before = gauge();
    down.set(event.pointerId, at(event));
    const after = gauge();
    const factor = down.size > 1 && before.apart > 0 ? after.apart / before.apart : 1;
    change((v) => zoomed(panned(v, before.middle.x - after.middle.x, before.middle.y - after.middle.y), factor, after.middle, size()));
  };
  const onUp = (event: PointerEvent): void => void down.delete(event.pointerId);
  const onWheel = (event: WheelEvent): void => {
    if (!element.contains(document.activeElement)) return;
    event.preventDefault();
    change((v) => zoomed(v, Math.exp(-event.deltaY / WHEEL_PX), at(event), size()));
  };
  element.addEventListener("pointerdown", onDown);
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onUp);
  element.addEventListener("pointercancel", onUp);
  element.addEventListener("wheel", onWheel, { passive: false });
  return () => {
    element.removeEventListener("pointerdown", onDown);
    element.removeEventListener("pointermove", onMove);
    element.removeEventListener("pointerup", onUp);
    element.removeEventListener("pointercancel", onUp);
    element.removeEventListener("wheel", onWheel);
  };
}
