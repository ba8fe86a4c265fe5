import { cutToWidth, displayWidth, padToWidth } from "./displayWidth.ts";
import { printable } from "./printable.ts";

/** The lines of a table: every column as wide as its widest cell, two spaces between them, and none at the end of a line. */
export function tableLines(given: string[][]): string[] {
  const rows = given.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell));
  return rows.map((row) =>
    row
      .map((cell, column) => padToWidth(cell, widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A table under its head, without the columns in which no row says anything. */
export function headedTable(head: string[], rows: string[][]): string[] {
  const said = head.map((_, column) => rows.some((row) => (row[column] ?? "") !== ""));
  return tableLines([head, ...rows].map((row) => row.filter((_, column) => said[column] === true)));
}

/** Rows that end where the terminal does; whole where nobody sits at one. A sentence, which has no columns, goes on in the next line. */
export function cutToTerminal(
  lines: string[],
  { isTTY, columns }: { isTTY?: boolean; columns?: number } = process.stdout,
): string[] {
  if (isTTY !== true || columns === undefined || columns < 2) return lines;
  return lines.map((line) => (/\S {2,}\S/.test(line) ? cutToWidth(line, columns) : line));
}
