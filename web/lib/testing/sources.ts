// The program's own sources, read for tests that hold them against one another.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

export const top = path.resolve(import.meta.dirname, "../..");
const folders = ["app", "features", "lib", "ui", "service_worker"];
const alone = ["proxy.ts", "instrumentation.ts", "next.config.ts"];

export interface Source {
  /** From web/. */
  name: string;
  isTest: boolean;
  tree: ts.SourceFile;
}

export function parse(name: string, text: string): Source {
  return { name, isTest: /\.test\.tsx?$/.test(name) || name.startsWith("lib/testing/"), tree: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, name.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS) };
}

export function readSources(): Source[] {
  const names = folders.flatMap((folder) => readdirSync(path.join(top, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name.replaceAll(path.sep, "/")}`));
  return [...names.filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts")), ...alone].map((name) => parse(name, readFileSync(path.join(top, name), "utf8")));
}

export function visit(node: ts.Node, see: (node: ts.Node) => void) {
  see(node);
  node.forEachChild((child) => visit(child, see));
}
