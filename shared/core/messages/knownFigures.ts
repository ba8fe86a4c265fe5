/** Those figures that are known, each behind its name. */
export function knownFigures(figures: [name: string, value: number | null][]): string[] {
  return figures.flatMap(([name, value]) => (value === null ? [] : `${name} ${value}`));
}
