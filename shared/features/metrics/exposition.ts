/** Figures of one name, as Prometheus knows them. */
export interface Family {
  /** `albflow_executions`. */
  name: string;
  help: string;
  series: Series[];
}

interface Series {
  labels: Readonly<Record<string, string>>;
  value: number;
}

/**
 * Families in Prometheus' text format 0.0.4. All are gauges: nobody keeps counting between two calls, so that what is counted
 * is counted anew, of a span of time that the help names.
 */
export function exposition(families: Family[]): string {
  return families
    .map(({ name, help, series }) =>
      [
        `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
        `# TYPE ${name} gauge`,
        ...series.map(({ labels, value }) => `${name}${labelled(labels)} ${value}`),
      ].join("\n"),
    )
    .join("\n")
    .concat("\n");
}

function labelled(labels: Series["labels"]): string {
  const written = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return written.length === 0 ? "" : `{${written.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
