export { hash32, Random } from "./random.ts";
export * from "./capture/index.ts";
export * from "./linkage/index.ts";
