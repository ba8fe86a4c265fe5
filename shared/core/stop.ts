/** What becomes of what a stopped execution has changed: it is taken back, or it stays and nobody watches it. */
type StopMode = "takeBack" | "leave";

/** Who has stopped an execution, why, and what shall become of what it has changed. */
export interface Stop {
  /** Empty when it was stopped past albflow. */
  by: string;
  /** May be empty only when it was stopped past albflow. */
  why: string;
  mode: StopMode;
  /** RFC 3339. */
  at: string;
}
