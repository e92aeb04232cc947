/** A report as it reached the demonstration group. */
export interface DemoReport {
  readonly key: string;
  readonly channel: "tell" | "phone" | "in-person" | "partner" | "document" | "web";
  readonly received: string;
  readonly title?: string;
  readonly text: string;
}
