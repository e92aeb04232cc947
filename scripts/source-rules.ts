/**
 * House rules no linter of ours knows, read from the syntax tree: files are written by foundation/durable alone; pure packages take
 * clock, randomness and environment as parameters; cryptography is called in prim and seal; imports can be seen by who looks at imports.
 */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import { sourceFiles } from "./source-files.ts";

export type SourceRule = "writes-go-through-durable" | "pure-takes-clock-and-randomness" | "primitives-only-in-prim-and-seal" | "imports-can-be-seen";

export interface SourceBreach {
  readonly rule: SourceRule;
  readonly path: string;
  readonly line: number;
  readonly found: string;
}

const SHIPS = /^(?:foundation|parts|apps)\//;
const TEST_OR_BUILD = /\.test\.tsx?$|\/testing\/|(?:^|\/)build[a-z-]*\.ts$/;
const NOT_PURE = /^foundation\/(?:durable|store|sync)\/|^parts\/preserve\/|^apps\//;
const PRIMITIVES = /^foundation\/(?:prim|seal)\//;
const FILE_MODULE = /^(?:node:)?fs(?:\/promises)?$/;
const WRITES = /^(?:writeFile|appendFile|writev?|rename|copyFile|cp|f?truncate)(?:Sync)?$|^createWriteStream$/;
/** On whatever they are called: a file handle's own. */
const HANDLE_WRITES = new Set(["writeFile", "appendFile", "createWriteStream", "writeFileSync", "appendFileSync"]);
const WORLD = new Set([
  "process",
  "fetch",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "performance",
  "navigator",
  "localStorage",
  "indexedDB",
  "crypto",
]);

/** Every breach in the tree at `root`. */
export function sourceBreaches(root: string): SourceBreach[] {
  return sourceFiles(root, [".ts", ".tsx"])
    .filter((path) => SHIPS.test(path) && !TEST_OR_BUILD.test(path))
    .flatMap((path) => breachesIn(path, readFileSync(join(root, path), "utf8")));
}

/** The breaches in one file. `path` is from the root of the tree, with forward slashes. */
export function breachesIn(path: string, text: string): SourceBreach[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const declared = new Set<string>();
  const fileModules = new Set<string>();
  const breaches: SourceBreach[] = [];
  const report = (rule: SourceRule, node: ts.Node, found: string) =>
    breaches.push({ rule, path, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, found });

  const mayWrite = path.startsWith("foundation/durable/");
  const isPure = !NOT_PURE.test(path);
  const mayCallPrimitives = PRIMITIVES.test(path);
  const ownPackage = path.split("/").slice(0, 2).join("/");

  everyNode(file, (node) => {
    const name = declaredName(node);
    if (name !== null) declared.add(name);
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && FILE_MODULE.test(node.moduleSpecifier.text)) {
      const { name: whole, namedBindings } = node.importClause ?? {};
      if (whole !== undefined) fileModules.add(whole.text);
      if (namedBindings !== undefined && ts.isNamespaceImport(namedBindings)) fileModules.add(namedBindings.name.text);
      if (namedBindings === undefined || !ts.isNamedImports(namedBindings) || mayWrite) return;
      for (const one of namedBindings.elements) {
        const imported = (one.propertyName ?? one.name).text;
        if (imported === "promises") fileModules.add(one.name.text);
        if (WRITES.test(imported)) report("writes-go-through-durable", one, imported);
      }
    }
  });

  everyNode(file, (node) => {
    if (ts.isPropertyAccessExpression(node)) {
      const property = node.name.text;
      const root = rootName(node.expression);
      const ofFileModule = root !== null && fileModules.has(root) && WRITES.test(property);
      if (!mayWrite && (ofFileModule || HANDLE_WRITES.has(property))) report("writes-go-through-durable", node, property);
      if (isPure && !declared.has("Date") && node.getText() === "Date.now") report("pure-takes-clock-and-randomness", node, "Date.now");
      if (isPure && node.getText() === "Math.random") report("pure-takes-clock-and-randomness", node, "Math.random");
      if (!mayCallPrimitives && /^(?:subtle|getRandomValues|randomUUID)$/.test(property)) report("primitives-only-in-prim-and-seal", node, property);
    }
    if (isPure && ts.isNewExpression(node) && node.expression.getText() === "Date" && (node.arguments?.length ?? 0) === 0)
      report("pure-takes-clock-and-randomness", node, "new Date()");
    if (isPure && !mayCallPrimitives && ts.isIdentifier(node) && WORLD.has(node.text) && !declared.has(node.text) && isReference(node))
      report("pure-takes-clock-and-randomness", node, node.text);
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      const callee = node.expression.getText();
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword && (first === undefined || !ts.isStringLiteralLike(first)))
        report("imports-can-be-seen", node, "import()");
      if (/^(?:require|createRequire|process\.getBuiltinModule)$/.test(callee)) report("imports-can-be-seen", node, callee);
    }
    if (ts.isNewExpression(node) && node.expression.getText() === "URL" && node.arguments?.[1]?.getText() === "import.meta.url") {
      const [first] = node.arguments;
      const code = first !== undefined && ts.isStringLiteralLike(first) ? first.text : null;
      if (code !== null && /\.[cm]?[jt]sx?$/.test(code) && !posix.join(posix.dirname(path), code).startsWith(`${ownPackage}/`))
        report("imports-can-be-seen", node, code);
    }
  });
  return breaches;
}

function everyNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => everyNode(child, visit));
}

function declaredName(node: ts.Node): string | null {
  const declares =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isImportSpecifier(node) ||
    ts.isImportClause(node);
  return declares && node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : null;
}

/** The leftmost name of `fs.promises.writeFile`. */
function rootName(node: ts.Expression): string | null {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? rootName(node.expression) : null;
}

/** Whether an identifier stands for a value here, and is no property's name, key or type. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node || parent.expression.getText() === "globalThis";
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  const isName = "name" in parent && parent.name === node;
  return !isName && !ts.isTypeNode(parent) && !ts.isQualifiedName(parent) && !ts.isJsxAttribute(parent);
}
