export * from "./roster/index.ts";
export * from "./log/index.ts";
