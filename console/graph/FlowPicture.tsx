import type { FlowEdge, FlowLayout, FlowNode } from "./flowLayout.ts";
import { type NodeCondition, type Progress, wayKey } from "./progress.ts";

/** What the picture says, in the reader's language. */
interface FlowPictureWords {
  /** What it shows: of which flow. */
  title: string;
  /** What it comes to, for those who do not see it. */
  description: string;
  /** How a state stands. */
  conditions: Record<NodeCondition | "notReached", string>;
  /** `3 times` */
  times: (visits: number) => string;
}

/**
 * A flow as a graph, with what an execution has reached of it. Those who do not see it are told the title and the
 * description; all that it shows stands in the list of states, too.
 *
 * States and ways have ids, so that a page can be kept up to date one by one.
 */
export function FlowPicture({ layout, progress, words, addressOf }: FlowPictureProps) {
  const { width, height, edges, nodes } = layout;
  return (
    <svg class="flow" viewBox={`0 0 ${width} ${height}`} aria-labelledby="flow-title flow-description">
      <title id="flow-title">{words.title}</title>
      <desc id="flow-description">{words.description}</desc>
      <g class="ways">
        {edges.map((edge, index) => (
          <Way edge={edge} index={index} progress={progress} />
        ))}
      </g>
      <g class="nodes">
        {nodes.map((node) => (
          <State node={node} progress={progress} words={words} addressOf={addressOf} />
        ))}
      </g>
    </svg>
  );
}

interface FlowPictureProps {
  /** Where what a state was given and gave is shown, by its name; undefined where it was not reached. */
  addressOf: (state: string) => string | undefined;
  layout: FlowLayout;
  progress: Progress;
  words: FlowPictureWords;
}

/** A way from a state to another; gone ways stand out. */
function Way({ edge, index, progress }: { edge: FlowEdge; index: number; progress: Progress }) {
  const { from, to, label, path, x, y } = edge;
  const classes = ["way", label === "error" ? "error" : "", progress.taken.has(wayKey(from, to)) ? "taken" : ""];
  return (
    <g id={wayId(index)} class={classes.filter((one) => one !== "").join(" ")}>
      <path d={path} />
      {label !== "" && label !== "error" && (
        <text x={x} y={y + 3}>
          {label}
        </text>
      )}
    </g>
  );
}

/** A state, by shape what it is, by class and sign how it stands. */
function State({ node, progress, words, addressOf }: Omit<FlowPictureProps, "layout"> & { node: FlowNode }) {
  const { name, type, x, y } = node;
  const reached = progress.states.get(name);
  const condition = reached?.condition;
  const said = words.conditions[condition ?? "notReached"];
  const often = reached !== undefined && reached.visits > 1 ? `, ${words.times(reached.visits)}` : "";
  const address = type === "Choice" || type === "End" ? undefined : addressOf(name);
  const title = `${type === "End" ? "" : name}: ${said}${often}`;
  const drawn = (
    <>
      <Shape node={node} />
      {type !== "Choice" && type !== "End" && (
        <text x={x} y={y + 4}>
          {name}
        </text>
      )}
      {condition !== undefined && type !== "Choice" && type !== "End" && (
        <text class="sign" x={x + node.width / 2 - 1} y={y - node.height / 2 + 5}>
          {SIGNS[condition]}
        </text>
      )}
    </>
  );
  return (
    <g id={stateId(name)} class={`node ${type.toLowerCase()} ${condition ?? "not-reached"}`}>
      <title>{title}</title>
      {address === undefined ? (
        drawn
      ) : (
        <a href={address} aria-label={title}>
          {drawn}
        </a>
      )}
    </g>
  );
}

/** Signs beside the colours, for those who see no difference between these. */
export const SIGNS: Record<NodeCondition, string> = {
  done: "✓",
  current: "▶",
  waiting: "…",
  failed: "✕",
  stopped: "■",
};

function stateId(name: string): string {
  return `state-${name}`;
}

function wayId(index: number): string {
  return `way-${index}`;
}

function Shape({ node: { type, x, y, width, height } }: { node: FlowNode }) {
  if (type === "Choice") return <path d={`M${x} ${y - 9}L${x + 9} ${y}L${x} ${y + 9}L${x - 9} ${y}Z`} />;
  if (type === "End") return <circle cx={x} cy={y} r={8} />;
  const round = type === "Wait" || type === "Succeed" || type === "Fail" ? height / 2 : 5;
  return <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx={round} />;
}
