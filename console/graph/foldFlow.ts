import type { FlowLayout, FlowNode } from "./flowLayout.ts";
import { isRunning, type Progress, wayKey } from "./progress.ts";

/**
 * A flow without what did not happen: the states that were reached, one below the other as they were first reached, and
 * while it runs those that follow if all goes well. What only decides is left out.
 */
export function foldFlow(layout: FlowLayout, progress: Progress): { layout: FlowLayout; progress: Progress } {
  const nodes = new Map(layout.nodes.map((node) => [node.name, node]));
  const reached = [...progress.states.keys()].filter((name) => !UNSHOWN.has(nodes.get(name)?.type ?? "Choice"));
  const isOnItsWay = isRunning(progress.status) && reached.every((name) => !FAILING.has(name));
  const last = EXPECTED.findLastIndex((name) => reached.includes(name));
  const names = isOnItsWay ? [...reached, ...EXPECTED.slice(last + 1)] : reached;
  const placed = names.flatMap((name, index): FlowNode[] => {
    const node = nodes.get(name);
    return node === undefined ? [] : [{ ...node, x: WIDTH / 2, y: STEP * index + STEP / 2 }];
  });
  const pairs = placed.slice(1).map((node, index) => [placed[index] ?? node, node] as const);
  return {
    layout: {
      width: WIDTH,
      height: Math.max(1, placed.length) * STEP,
      start: layout.start,
      nodes: placed,
      edges: pairs.map(([from, to]) => ({
        from: from.name,
        to: to.name,
        label: "",
        path: `M${from.x} ${from.y + from.height / 2}L${to.x} ${to.y - to.height / 2}`,
        x: to.x,
        y: (from.y + to.y) / 2,
      })),
    },
    progress: {
      ...progress,
      taken: new Set(pairs.filter(([, to]) => progress.states.has(to.name)).map(([a, b]) => wayKey(a.name, b.name))),
    },
  };
}

/** Where an operation goes on if nobody is asked and nothing fails. */
const EXPECTED = ["Preflight", "Call", "Ready", "Verify", "Report"];
const FAILING = new Set(["Undo", "ReportFailure"]);
const UNSHOWN = new Set(["Choice", "Pass", "End"]);
const WIDTH = 220;
const STEP = 48;
