export { hash32, Random } from "./random.ts";
