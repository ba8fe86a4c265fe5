/** Of the names that there are, the one that was perhaps meant: at most two letters, or a third of its letters, differ. */
export function closest(text: string, names: Iterable<string>): string | undefined {
  const meant = text.toLowerCase();
  let found: { name: string; distance: number } | undefined;
  for (const name of names) {
    const away = distance(meant, name.toLowerCase());
    if (away <= Math.max(2, name.length / 3) && away < (found?.distance ?? Infinity)) found = { name, distance: away };
  }
  return found?.name;
}

/** How many letters have to be put in, taken out or changed to make one text the other. */
export function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= other.length; column += 1) {
      const changed = (row[column - 1] ?? 0) + (one[line - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
