import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { layFlow } from "./layFlow.ts";

const definition = readFileSync("flows/operation.yaml", "utf8");
const { nodes, edges, width, height } = layFlow(definition);

test("every state of the flow has a place, and no two have the same", () => {
  const states = (parse(definition) as { States: { Name: string }[] }).States.map(({ Name }) => Name);
  expect(new Set(nodes.map(({ name }) => name))).toEqual(new Set([...states, "·"]));
  const overlapping = nodes.flatMap((one, index) =>
    nodes
      .slice(index + 1)
      .filter(
        (other) =>
          Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
          Math.abs(one.y - other.y) < (one.height + other.height) / 2,
      )
      .map((other) => `${one.name} and ${other.name}`),
  );
  expect(overlapping).toEqual([]);
});

test("everything, the ways included, stands within the picture", () => {
  const numbers = edges.flatMap(({ path }) => [...path.matchAll(/(-?\d+) (-?\d+)/g)]);
  expect(numbers.length).toBeGreaterThan(100);
  expect(Math.max(...numbers.map(([, x]) => Number(x)))).toBeLessThanOrEqual(width);
  expect(Math.max(...numbers.map(([, , y]) => Number(y)))).toBeLessThanOrEqual(height);
  expect(Math.min(...numbers.flatMap(([, x, y]) => [Number(x), Number(y)]))).toBeGreaterThanOrEqual(0);
});
