import { Graph, layout } from "@dagrejs/dagre";
import type { FlowLayout, FlowRetry } from "../console/graph/flowLayout.ts";
import { type DrawnState, END_NODE, flowShape } from "./flowShape.ts";

/**
 * Lays a flow's definition out as a graph. This is done when albflow is built and not by the page: the flows are
 * known by then, and the library that does it weighs 17 KiB in a package that may have 120.
 */
export function layFlow(definition: string): FlowLayout {
  const { start, states, ways } = flowShape(definition);
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 26, ranksep: 30, edgesep: 14, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const state of states) graph.setNode(state.Name, sizeOf(state));
  if (ways.some(({ to }) => to === END_NODE)) graph.setNode(END_NODE, { width: 18, height: 18 });
  ways.forEach(({ from, to, label }, index) => {
    const shown = label === "error" ? "" : label;
    graph.setEdge(
      from,
      to,
      // The main way is straight, what goes wrong makes way for it.
      {
        weight: label === "error" ? 1 : 4,
        width: shown.length * LABEL_WIDTH,
        height: shown === "" ? 0 : 12,
        labelpos: "c",
      },
      String(index),
    );
  });
  layout(graph);
  const { width, height } = extentOf(graph);
  return {
    width,
    height,
    start,
    nodes: graph.nodes().map((name: string) => {
      const placed = graph.node(name) as Placed;
      const state = states.find(({ Name }) => Name === name);
      const { Type = "End", Description = "", Seconds } = state ?? {};
      return {
        name,
        type: Type,
        description: Description,
        ...rounded(placed),
        ...(Seconds === undefined ? {} : { seconds: Seconds }),
        ...retryOf(state),
      };
    }),
    edges: ways.map(({ from, to, label }, index) => {
      const { points, x = 0, y = 0 } = graph.edge({ v: from, w: to, name: String(index) }) as Way;
      return { from, to, label, path: planSteps(points), x: Math.round(x), y: Math.round(y) };
    }),
  };
}

/** The library counts states alone; ways may lead around them. */
function extentOf(graph: Graph): { width: number; height: number } {
  const corners = [
    ...graph.nodes().map((name: string) => {
      const { x, y, width, height } = graph.node(name) as Placed;
      return { x: x + width / 2, y: y + height / 2 };
    }),
    ...graph.edges().flatMap((edge: object) => (graph.edge(edge as never) as Way).points),
  ];
  const farthest = (axis: "x" | "y") => Math.ceil(Math.max(...corners.map((corner) => corner[axis])) + MARGIN);
  return { width: farthest("x"), height: farthest("y") };
}

const MARGIN = 8;

/** Pixels that a letter of a label takes. */
const LABEL_WIDTH = 5.6;

interface Placed {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Way {
  points: { x: number; y: number }[];
  x?: number;
  y?: number;
}

function sizeOf({ Name, Type }: DrawnState): { width: number; height: number } {
  if (Type === "Choice") return { width: 20, height: 20 };
  return { width: Math.max(60, Math.round(Name.length * 7.4 + 22)), height: 30 };
}

/** The rule that holds for every error that no other rule names. */
function retryOf(state: DrawnState | undefined): { retry?: FlowRetry } {
  const rule = state?.Retry?.find(({ Errors }) => Errors.includes("FnF.ALL"));
  if (rule === undefined) return {};
  const { MaxAttempts, IntervalSeconds, BackoffRate = 1, MaxBackoffSeconds = 86_400 } = rule;
  return {
    retry: {
      maxAttempts: MaxAttempts,
      intervalSeconds: IntervalSeconds,
      backoffRate: BackoffRate,
      maxBackoffSeconds: MaxBackoffSeconds,
    },
  };
}

function rounded({ x, y, width, height }: Placed): Placed {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

/** A soft line: corners are drawn as curves from the middle of one piece to the middle of the next. */
function planSteps(points: { x: number; y: number }[]): string {
  const [first, ...others] = points;
  const last = others.pop();
  if (first === undefined || last === undefined) return "";
  const text = ({ x, y }: { x: number; y: number }) => `${Math.round(x)} ${Math.round(y)}`;
  const curves = others.map((corner, index) => {
    const next = others[index + 1] ?? last;
    const isLast = index === others.length - 1;
    return `Q${text(corner)} ${text(isLast ? last : { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 })}`;
  });
  return `M${text(first)}${curves.length === 0 ? `L${text(last)}` : curves.join("")}`;
}
