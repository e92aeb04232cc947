import { signal } from "./signal.ts";

export const theme = signal<"light" | "dark" | null>(null);

/** Light, dark, or as the machine is. */
export function wear(choice: "light" | "dark" | null): void {
  theme.value = choice;
  if (choice === null) delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
}
