/** Pictures as text: SVG in black, grey and white, each with a title and a description for those who do not see it. */

/** Text safe inside markup and attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A whole picture. `body` is markup already. Ids are made unique by `id`. */
export function picture(id: string, width: number, height: number, title: string, description: string, body: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d" ` +
    `font-family="system-ui, sans-serif" font-size="13" direction="ltr" fill="currentColor" stroke="none">` +
    `<title id="${id}-t">${escaped(title)}</title><desc id="${id}-d">${escaped(description)}</desc>${body}</svg>`
  );
}

export function line(x1: number, y1: number, x2: number, y2: number, more = ""): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="currentColor" ${more}/>`;
}

export function box(x: number, y: number, width: number, height: number, more = ""): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(Math.max(0, width))}" height="${round(Math.max(0, height))}" ${more}/>`;
}

export function dot(x: number, y: number, radius: number, more = ""): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${radius}" ${more}/>`;
}

export function words(x: number, y: number, text: string, anchor: "start" | "middle" | "end" = "start", more = ""): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" ${more}>${escaped(text)}</text>`;
}

export function path(points: readonly (readonly [number, number])[], more = ""): string {
  return `<polyline points="${points.map(([x, y]) => `${round(x)},${round(y)}`).join(" ")}" fill="none" stroke="currentColor" ${more}/>`;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Round values from one to another, about `count` of them. */
export function ticks(from: number, to: number, count: number): number[] {
  const raw = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(Math.max(raw, 1e-9)));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((each) => each >= raw) ?? 10 * power;
  const values: number[] = [];
  for (let value = Math.ceil(from / step) * step; value <= to + step * 1e-9; value += step) values.push(value);
  return values;
}

/** Cut to a length that fits, with the sign that something is left out. */
export function fitted(text: string, characters: number): string {
  const signs = [...text];
  return signs.length <= characters ? text : `${signs.slice(0, characters - 1).join("")}…`;
}
