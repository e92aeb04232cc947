/**
 * The house rules that are about who may import whom (docs/ARCHITECTURE.md). Each rule's name is a sentence;
 * scripts/boundaries.test.ts plants a breach of every one and sees it refused.
 */

/** What each package of the foundation needs, and nothing beyond it. */
const NEEDS = {
  bytes: [],
  prim: ["bytes"],
  seal: ["bytes", "prim"],
  entry: ["bytes", "prim", "seal"],
  proof: ["bytes", "prim"],
  wire: ["bytes", "prim"],
  stats: [],
  durable: [],
  store: ["bytes", "prim", "seal", "entry", "durable"],
  sync: ["bytes", "prim", "seal", "entry", "wire"],
};

/** These may touch the disk, the network, the clock and the process; every other package is pure and is handed what it needs. */
const NOT_PURE = "^foundation/(durable|store|sync)/|^parts/preserve/|^apps/";

const OURS = "^(foundation|parts|apps)/";
/** Tests, and code that only tests import, may reach sideways. */
const TEST = "\\.test\\.tsx?$|/testing/";
/** Runs when we build, never where it ships. */
const BUILD = "(^|/)build[a-z-]*\\.ts$";
/** `index.ts` is a package's only door. Prim and seal have a second one for browsers, on WebCrypto. */
const PACKAGE = "^(foundation|parts)/[^/]+/";
const DOORS = ["^(foundation|parts)/[^/]+/index\\.tsx?$", "^foundation/(prim|seal)/web\\.ts$"];
/** An app is started by its `main.ts` and used through the `index.ts` of itself or of one of its rooms (apps/desk/core). */
const APP_DOORS = "^apps/[^/]+/main\\.ts$|^apps/[^/]+/index\\.tsx?$|^apps/[^/]+/[^/]+/index\\.tsx?$";

const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    rule("everything-resolves", "An import that leads nowhere is an import no rule looks at.", {}, { couldNotResolve: true }),
    rule("no-cycles", "What imports itself cannot be read from the bottom up.", { path: OURS }, { circular: true }),
    rule(
      "relay-needs-little",
      "apps/relay imports only wire, prim, bytes and durable.",
      { path: "^apps/relay/", pathNot: [TEST, BUILD] },
      { path: "^(foundation|parts|apps)/", pathNot: "^(foundation/(wire|prim|bytes|durable)|apps/relay)/" },
    ),
    rule(
      "relay-cannot-open-anything",
      "Nothing reachable from apps/relay can open or seal an entry, by whatever way.",
      { path: "^apps/relay/", pathNot: [TEST, BUILD] },
      { path: "^(foundation/(seal|entry|store|sync)|parts)/|^node_modules/age-encryption/", reachable: true },
    ),
    rule(
      "verifier-stands-alone",
      "Whatever the verifier reaches is bytes, prim and proof: an outsider reads that much and no more.",
      { path: "^apps/verifier/", pathNot: [TEST, BUILD] },
      { path: OURS, pathNot: "^(foundation/(bytes|prim|proof)|apps/verifier)/", reachable: true },
    ),
    rule(
      "stats-imports-nothing",
      "The statistics are handed their numbers and can be lifted out whole.",
      { path: "^foundation/stats/", pathNot: TEST },
      { pathNot: "^foundation/stats/" },
    ),
    ...Object.entries(NEEDS).map(([name, needs]) =>
      rule(
        `${name}-needs-only-${needs.join("-") || "itself"}`,
        "The foundation's own order (docs/ARCHITECTURE.md).",
        { path: `^foundation/${name}/`, pathNot: TEST },
        { path: "^foundation/", pathNot: `^foundation/(${[name, ...needs].join("|")})/` },
      ),
    ),
    rule(
      "foundation-knows-nothing-above",
      "Arrows point down.",
      { path: "^foundation/", pathNot: TEST },
      { path: "^(parts|apps|e2e|scripts|bench|vectors)/" },
    ),
    rule("parts-know-no-apps", "Arrows point down.", { path: "^parts/", pathNot: TEST }, { path: "^(apps|e2e|scripts|bench|vectors)/" }),
    rule(
      "apps-stand-apart",
      "Only apps/vouchsafe, the one command, starts the other apps.",
      { path: "^apps/([^/]+)/", pathNot: ["^apps/vouchsafe/", TEST, BUILD] },
      { path: "^(apps|e2e|bench|vectors)/", pathNot: "^apps/$1/" },
    ),
    rule(
      "only-through-the-door",
      "Nobody imports another package's inner files, tests included.",
      { path: "^(foundation|parts|apps)/([^/]+)/" },
      { path: PACKAGE, pathNot: ["^$1/$2/", ...DOORS] },
    ),
    rule("only-through-the-door-from-outside", "Nobody imports a package's inner files.", { pathNot: OURS }, { path: PACKAGE, pathNot: DOORS }),
    rule(
      "apps-have-doors-too",
      "An app reaches another through its doors. (Tests, and the scripts that set everything up, may reach further.)",
      { path: "^apps/([^/]+)/", pathNot: [TEST, BUILD] },
      { path: "^apps/", pathNot: ["^apps/$1/", APP_DOORS] },
    ),
    rule(
      "pure-does-no-io",
      "A pure package takes clock, randomness, files and network as parameters. (Prim's hashes and randomness are the platform's.)",
      { path: "^(foundation|parts)/", pathNot: [NOT_PURE, "^foundation/(prim|seal)/", TEST] },
      { dependencyTypes: ["core"] },
    ),
    rule(
      "prim-and-seal-need-only-crypto",
      "The only built-in of prim and seal is node:crypto.",
      { path: "^foundation/(prim|seal)/", pathNot: TEST },
      { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    ),
    rule(
      "web-doors-need-no-node",
      "What the second doors of prim and seal reach runs in a browser.",
      { path: "^foundation/(prim|seal)/web\\.ts$" },
      { path: "^(node:)?[a-z_]+(/promises)?$", reachable: true },
    ),
    rule(
      "primitives-only-in-prim-and-seal",
      "Cryptography is called from two packages that can be read in an afternoon.",
      { path: OURS, pathNot: ["^foundation/(prim|seal)/", TEST] },
      { path: "^(node:)?crypto$|^node_modules/(@noble|@scure)/" },
    ),
    // The frozen key files are made by the library itself, so that they judge our own scrypt stanza.
    rule("age-only-in-seal", "Sealing to people happens in one place.", { pathNot: "^foundation/seal/|^vectors/sealing/cases[.]ts$" }, { path: "^node_modules/age-encryption/" }),
    rule(
      "ships-no-dev-packages",
      "What ships imports what package.json lists for shipping.",
      { path: OURS, pathNot: [TEST, BUILD] },
      { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    ),
    rule("code-imports-no-tests", "Tests hang on the code, not the code on tests.", { pathNot: TEST }, { path: `^(?!node_modules/).*(${TEST})` }),
  ],
  options: {
    doNotFollow: { path: "^node_modules/" },
    exclude: { path: "(^|/)(build|out)/" },
    tsPreCompilationDeps: true,
    preserveSymlinks: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["node", "import", "types", "default"],
      extensions: [".ts", ".tsx", ".js", ".json"],
    },
  },
};
