/** Where the states of a flow stand in its picture, in pixels of an unscaled picture. */
export interface FlowLayout {
  width: number;
  height: number;
  /** The state that it begins with. */
  start: string;
  nodes: FlowNode[];
  edges: FlowEdge[];
}

export interface FlowNode {
  name: string;
  /** `End`: the end of the flow, which is no state of it. */
  type: "Task" | "Pass" | "Choice" | "Wait" | "Succeed" | "Fail" | "End";
  /** What the flow itself says about it; may be empty. */
  description: string;
  /** The middle. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** How long a Wait waits. */
  seconds?: number;
  /** When a Task is tried again, whatever has failed. */
  retry?: FlowRetry;
}

export interface FlowRetry {
  /** Tries after the first. */
  maxAttempts: number;
  intervalSeconds: number;
  /** Each pause is that many times as long as the one before. */
  backoffRate: number;
  maxBackoffSeconds: number;
}

export interface FlowEdge {
  from: string;
  to: string;
  /** States of a verdict, `else` or `error`; may be empty. */
  label: string;
  /** As SVG writes paths. */
  path: string;
  /** The middle of the label. */
  x: number;
  y: number;
}
