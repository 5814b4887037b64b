// What nobody uses: exports that nobody imports, messages that nobody says. Errs to the side of "used", so that what it names can go.
import path from "node:path";
import ts from "typescript";
import { visit, type Source } from "./sources";

/** Names that Next.js looks for in a file of app/ and in the files beside it. */
const of_next = new Set(["default", "metadata", "generateMetadata", "viewport", "generateViewport", "dynamic", "revalidate", "runtime", "generateStaticParams", "proxy", "config", "register", "onRequestError", "GET", "POST"]);
/** What scripts/late_router.mjs puts into Next.js. */
const by_bundler = "lib/late_router/";
const isNexts = (name: string) => name.startsWith("app/") || !name.includes("/");

function isExported(node: ts.Node): boolean {
  const kinds = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []).map(({ kind }) => kind) : [];
  return kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword);
}

function exportsOf({ tree }: Source): string[] {
  return tree.statements.flatMap((statement): string[] => {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) return statement.exportClause.elements.map(({ name }) => name.text);
    if (!isExported(statement)) return [];
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    const { name } = statement as ts.Statement & { name?: ts.Identifier };
    return name ? [name.text] : [];
  });
}

/** "@/lib/x" and "./x" as the file that they are, without its ending. */
function moduleOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  return specifier.startsWith(".") ? path.posix.join(path.posix.dirname(from), specifier) : undefined;
}
const withoutEnding = (name: string) => name.replace(/\.tsx?$/, "").replace(/\/index$/, "");

/** "MODULE NAME", and "MODULE *" where all of it is taken. */
function importsOf(source: Source): string[] {
  const found: string[] = [];
  visit(source.tree, (node) => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0] && ts.isStringLiteral(node.arguments[0])) found.push(`${moduleOf(source.name, node.arguments[0].text)} *`);
    if (!(ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) || !node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier)) return;
    const of = withoutEnding(moduleOf(source.name, node.moduleSpecifier.text) ?? "");
    const named = ts.isExportDeclaration(node) ? node.exportClause : node.importClause?.namedBindings;
    if (named && (ts.isNamedImports(named) || ts.isNamedExports(named))) for (const { name, propertyName } of named.elements) found.push(`${of} ${(propertyName ?? name).text}`);
    else if (named || ts.isExportDeclaration(node)) found.push(`${of} *`);
  });
  return found;
}

function namesIn({ tree }: Source): Map<string, number> {
  const counts = new Map<string, number>();
  visit(tree, (node) => { if (ts.isIdentifier(node)) counts.set(node.text, (counts.get(node.text) ?? 0) + 1); });
  return counts;
}

/** "FILE NAME" of what neither its own file nor another one uses; that a test does is not enough. */
export function unusedExports(sources: readonly Source[]): string[] {
  const imported = new Set(sources.filter(({ isTest }) => !isTest).flatMap(importsOf));
  return sources.filter(({ name, isTest }) => !isTest && !name.startsWith(by_bundler)).flatMap((source) => {
    const of = withoutEnding(source.name);
    if (imported.has(`${of} *`)) return [];
    const names = namesIn(source);
    return exportsOf(source)
      .filter((name) => !imported.has(`${of} ${name}`) && names.get(name) === 1 && !(isNexts(source.name) && of_next.has(name)))
      .map((name) => `${source.name} ${name}`);
  });
}

interface Said {
  words: Set<string>;
  /** Of `day_${day}`. */
  patterns: RegExp[];
}

/** A file's string literals, and its template texts that have something fixed in them. */
function saidIn({ tree }: Source): Said {
  const said: Said = { words: new Set(), patterns: [] };
  const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  visit(tree, (node) => {
    if (ts.isStringLiteralLike(node)) said.words.add(node.text);
    else if (ts.isPropertyAccessExpression(node)) said.words.add(node.name.text);
    else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) said.words.add(node.name.text);
    else if (ts.isTemplateExpression(node) && node.head.text + node.templateSpans.map(({ literal }) => literal.text).join("")) {
      said.patterns.push(new RegExp(`^${escape(node.head.text)}${node.templateSpans.map(({ literal }) => `[\\w-]+${escape(literal.text)}`).join("")}$`));
    }
  });
  return said;
}

/** "NAMESPACE.KEY" of what no file says that has to do with that namespace: names it, or lies in a folder of its name. */
export function unusedMessages(sources: readonly Source[], catalogue: Record<string, Record<string, string>>): string[] {
  const files = sources.filter(({ name, isTest }) => !isTest && !name.startsWith("lib/i18n/messages/")).map((source) => ({ ...saidIn(source), folders: source.name.split("/") }));
  return Object.entries(catalogue).flatMap(([space, group]) => {
    const near = files.filter(({ words, folders }) => words.has(space) || folders.includes(space));
    return Object.keys(group).filter((key) => !near.some(({ words, patterns }) => words.has(key) || patterns.some((pattern) => pattern.test(key)))).map((key) => `${space}.${key}`);
  });
}
