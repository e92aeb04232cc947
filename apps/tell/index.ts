/** Building the reporter's page. What runs in the reporter's browser is `page.ts`, and nothing of ours imports that. */
export { buildTell, writeTell, type TellBuild } from "./build.ts";
export { readCatalogue, type Catalogue } from "./build-html.ts";
export { tellHeaders } from "./headers.ts";
