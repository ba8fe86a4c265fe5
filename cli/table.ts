/** The lines of a table: every column as wide as its widest cell, two spaces between them, and none at the end of a line. */
export function tableLines(rows: string[][]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** Lines that end where the terminal does; whole where nobody sits at one. */
export function cutToTerminal(
  lines: string[],
  { isTTY, columns }: { isTTY?: boolean; columns?: number } = process.stdout,
): string[] {
  if (isTTY !== true || columns === undefined || columns < 2) return lines;
  return lines.map((line) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line));
}
