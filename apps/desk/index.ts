/** The desk as a program: its screens, built, and its process, launched. What it does without screens is in core/index.ts. */
export { launchDesk, type LauncherOptions, type RunningDesk } from "./server/launcher.ts";
export { buildDeskScreens } from "./ui/build.ts";
export { importWord } from "./ui/catalogue/import-words.ts";
