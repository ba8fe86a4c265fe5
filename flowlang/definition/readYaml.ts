import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  Scalar,
  type YAMLMap,
} from "yaml";
import { limits } from "../limits.ts";
import type { FlowFinding, Position } from "./finding.ts";
import type { FindingCode, FindingParams } from "./findingCodes.ts";
import { findingSink } from "./findingSink.ts";
import type { Entry, Located, TextPosition } from "./located.ts";

/** Aliases can multiply a small text without end; no definition needs more values than this. */
const MAX_VALUES = 100_000;

/** A document as it is turned into located values. */
interface Reading {
  document: Document.Parsed;
  lines: LineCounter;
  findings: FlowFinding[];
  values: number;
  /** The lists and maps around the value that is being read, the outermost first; an alias stands in for its target. */
  around: ParsedNode[];
}

/**
 * Reads YAML (and so JSON) into values that know their places. Everything that is not plain JSON data is a finding:
 * syntax errors, duplicate keys, keys that are no text, `.nan`, endless aliases, nesting without measure. The value is undefined when there is none.
 */
export function readYaml(text: string): { value: Located | undefined; findings: FlowFinding[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false });
  const reading: Reading = { document, lines, findings: [], values: 0, around: [] };
  for (const { code, pos, message } of document.errors) {
    const at = positionAt(lines, pos[0]);
    if (code === "DUPLICATE_KEY") report(reading, "flow-key-repeated", at, { key: keyAt(text, pos[0]) });
    else report(reading, "flow-yaml-invalid", at, { problem: message.replace(/\s+/g, " ").trim() });
  }
  if (reading.findings.length > 0) return { value: undefined, findings: reading.findings };
  const value = document.contents === null ? undefined : locate(reading, document.contents);
  return { value, findings: reading.findings };
}

/** The key that begins here, without quotes. */
function keyAt(text: string, offset: number): string {
  const [, quoted, plain] = /^(?:["']([^"']*)|([^\s:]*))/.exec(text.slice(offset)) ?? [];
  return quoted ?? plain ?? "";
}

function locate(reading: Reading, node: ParsedNode | null, fallback: Position = { line: 1, column: 1 }): Located {
  const at = node === null ? fallback : positionAt(reading.lines, node.range[0]);
  reading.values += 1;
  if (reading.values > MAX_VALUES) {
    if (reading.values === MAX_VALUES + 1) report(reading, "flow-values-too-many", at, { most: MAX_VALUES });
    return scalar(null, at, () => at);
  }
  if (isAlias(node)) {
    const target = node.resolve(reading.document) as ParsedNode | undefined;
    if (target !== undefined && reading.around.includes(target)) {
      report(reading, "flow-yaml-invalid", at, { problem: `The alias *${node.source} stands inside its own anchor` });
      return scalar(null, at, () => at);
    }
    if (target !== undefined) return locate(reading, target, at);
    report(reading, "flow-anchor-missing", at, { anchor: node.source });
    return scalar(null, at, () => at);
  }
  if (!isSeq<ParsedNode>(node) && !isMap<ParsedNode, ParsedNode | null>(node)) return locateScalar(reading, node, at);
  if (reading.around.length >= limits.dataDepth) {
    report(reading, "flow-yaml-invalid", at, { problem: `It is nested deeper than ${limits.dataDepth} levels` });
    return scalar(null, at, () => at);
  }
  reading.around.push(node);
  const located: Located = isSeq<ParsedNode>(node)
    ? { kind: "list", at, items: node.items.map((item) => locate(reading, item, at)) }
    : { kind: "map", at, entries: locateEntries(reading, node) };
  reading.around.pop();
  return located;
}

function locateEntries(reading: Reading, { items }: YAMLMap<ParsedNode, ParsedNode | null>): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { key, value } of items) {
    const keyAt = positionAt(reading.lines, key.range[0]);
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined || name === "__proto__") report(reading, "flow-key-no-text", keyAt, {});
    else entries.set(name, { keyAt, value: locate(reading, value, keyAt) });
  }
  return entries;
}

function locateScalar(reading: Reading, node: ParsedNode | null, at: Position): Located {
  const value: unknown = isScalar(node) ? node.value : null;
  const isJson = value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
  if (!isJson) report(reading, "flow-value-no-json", at, { value: `${value as number}` });
  return scalar(isJson ? (value as string | number | boolean | null) : null, at, textPosition(node, at));
}

/** Exact for plain and quoted scalars on one line; the start of a block scalar is the line after its marker. */
function textPosition(node: ParsedNode | null, at: Position): TextPosition {
  const style = isScalar(node) ? node.type : undefined;
  if (style === Scalar.PLAIN) return (column) => ({ line: at.line, column: at.column + column - 1 });
  if (style === Scalar.QUOTE_DOUBLE || style === Scalar.QUOTE_SINGLE) {
    return (column) => ({ line: at.line, column: at.column + column });
  }
  return () => at;
}

function scalar(value: string | number | boolean | null, at: Position, text: TextPosition): Located {
  return { kind: "scalar", value, at, text };
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function report<Code extends FindingCode>(reading: Reading, code: Code, at: Position, params: FindingParams[Code]) {
  findingSink(reading.findings).add(code, at, params);
}
