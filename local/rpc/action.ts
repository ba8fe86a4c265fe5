import type { Fault } from "../context.ts";
import type { Realities } from "../realities/realities.ts";
import type { CloudError } from "../wire/cloudError.ts";

/**
 * An emulated action: looks at the state, changes it (or throws what `call.error` makes, before any change) and
 * answers. Everything it needs to know besides its parameters is in `call`.
 */
export type Action<State, Parameters, Store = unknown> = (
  state: State,
  parameters: Parameters,
  call: Call & Store,
) => object;

/** One call, as an action sees it. */
export interface Call {
  action: string;
  /** Milliseconds since 1970. */
  now: number;
  region: string;
  accountId: string;
  random: () => number;
  /** A fault that the action itself must bring about: a change that sticks, fails or reaches the data plane late. */
  fault?: Extract<Fault, { kind: "stuck" | "failJob" | "lag" }>;
  /** Whether a question was found to be answered so on the real cloud, against what is assumed. */
  isFound: Realities["is"];
  /** The documented refusal of this action with its blanks filled in order; missing ones get the code's last word. */
  error(code: string, ...blanks: (string | number)[]): CloudError;
}
