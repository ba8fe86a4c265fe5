/** One line of a plot: a name, and its values over the same x. */
interface Series {
  name: string;
  colour: string;
  values: number[];
}

const WIDTH = 640;
const HEIGHT = 360;
const MARGIN = { left: 80, right: 150, top: 40, bottom: 50 };

/** A plot of rates over numbers of executions as SVG text; both axes are logarithmic. */
export function plot(title: string, xs: number[], series: Series[]): string {
  const all = series.flatMap(({ values }) => values);
  const x = scale(Math.min(...xs), Math.max(...xs), MARGIN.left, WIDTH - MARGIN.right);
  const y = scale(
    10 ** Math.floor(Math.log10(Math.min(...all))),
    10 ** Math.ceil(Math.log10(Math.max(...all))),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  );
  const grid = powersOfTen(y.from, y.to).map((value) => {
    const at = y.place(value).toFixed(1);
    return (
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}" stroke="#ddd"/>` +
      `<text x="${MARGIN.left - 8}" y="${at}" text-anchor="end" dominant-baseline="middle">${value.toLocaleString("en")}</text>`
    );
  });
  const ticks = xs.map((value) => {
    return `<text x="${x.place(value).toFixed(1)}" y="${HEIGHT - MARGIN.bottom + 20}" text-anchor="middle">${value.toLocaleString("en")}</text>`;
  });
  const lines = series.map(({ name, colour, values }) => {
    const points = values.map((value, index) => `${x.place(xs[index] ?? 1).toFixed(1)},${y.place(value).toFixed(1)}`);
    const last = points.at(-1)?.split(",") ?? [];
    const dots = points.map(
      (point) => `<circle cx="${point.split(",")[0]}" cy="${point.split(",")[1]}" r="3" fill="${colour}"/>`,
    );
    return (
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(" ")}"/>${dots.join("")}` +
      `<text x="${Number(last[0]) + 8}" y="${last[1]}" fill="${colour}" dominant-baseline="middle">${name}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<text x="${MARGIN.left}" y="22" font-size="15">${title}</text>`,
    ...grid,
    ...ticks,
    `<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 10}" text-anchor="middle">executions at once</text>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}

function scale(from: number, to: number, start: number, end: number) {
  const share = (value: number) => (Math.log10(value) - Math.log10(from)) / (Math.log10(to) - Math.log10(from));
  return { from, to, place: (value: number) => start + share(value) * (end - start) };
}

function powersOfTen(from: number, to: number): number[] {
  const count = Math.round(Math.log10(to / from)) + 1;
  return Array.from({ length: count }, (_, power) => from * 10 ** power);
}
