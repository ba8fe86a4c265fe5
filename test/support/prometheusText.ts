/** What a text in Prometheus' format 0.0.4 says: of each name its help and its series, as `labels` to value. */
type PrometheusFamilies = Map<string, { help: string; series: Map<string, number> }>;

/**
 * Reads such a text as strictly as its format is written down: HELP and TYPE before the series of a family, which stand
 * together, names and labels of the allowed letters, values that are numbers, no series twice, a line feed at the end.
 */
export function readPrometheusText(text: string): PrometheusFamilies {
  if (!text.endsWith("\n")) throw new Error("The last line has no end.");
  const families: PrometheusFamilies = new Map();
  let current = "";
  let isTyped = false;
  for (const line of text.slice(0, -1).split("\n")) {
    const [, keyword, name = "", rest = ""] = /^# (HELP|TYPE) ([a-z][a-z0-9_]*) (.+)$/.exec(line) ?? [];
    if (keyword === "HELP") {
      if (families.has(name)) throw new Error(`${name} is told twice.`);
      families.set(name, { help: rest, series: new Map() });
      [current, isTyped] = [name, false];
    } else if (keyword === "TYPE") {
      if (name !== current || isTyped) throw new Error(`The type of ${name} stands in a wrong place.`);
      if (!["gauge", "counter"].includes(rest)) throw new Error(`${name} is of no type: ${rest}`);
      isTyped = true;
    } else readSeries(line, families.get(current)?.series, isTyped ? current : "");
  }
  return families;
}

function readSeries(line: string, series: Map<string, number> | undefined, family: string): void {
  const [, name, labels = "", value = ""] = /^([a-z][a-z0-9_]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (series === undefined || name !== family) throw new Error(`No family has this line: ${line}`);
  let rest = labels;
  const names: string[] = [];
  while (rest !== "") {
    const [whole, label = ""] = /^([a-z_][a-z0-9_]*)="(?:[^"\\\n]|\\[\\"n])*"(?:,(?=.)|$)/.exec(rest) ?? [];
    if (whole === undefined || names.includes(label)) throw new Error(`These are no labels: ${labels}`);
    names.push(label);
    rest = rest.slice(whole.length);
  }
  if (!/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(value)) throw new Error(`This is no value: ${line}`);
  if (series.has(labels)) throw new Error(`This series is told twice: ${line}`);
  series.set(labels, Number(value));
}
