// The package carries types that its "exports" do not name. It is better-sqlite3 with ciphers, and its interface is that of better-sqlite3.
declare module "better-sqlite3-multiple-ciphers" {
  export { default } from "better-sqlite3";
}
