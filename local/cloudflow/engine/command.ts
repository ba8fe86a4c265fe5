import type { Trigger } from "../../../flowlang/advance.ts";
import type { ExecutionMode } from "../../../flowlang/limits.ts";

/** Everything that can change CloudFlow's state: what the journal holds. `at` is in ms since 1970. */
export type Command =
  | CreateFlowCommand
  | { kind: "updateFlow"; at: number; name: string; definition?: string; description?: string; roleArn?: string }
  | { kind: "deleteFlow"; at: number; name: string }
  | ({ kind: "createSchedule"; id: string } & ScheduleFields)
  | ({ kind: "updateSchedule" } & Partial<ScheduleFields> & Pick<ScheduleFields, "at" | "flow" | "name">)
  | { kind: "deleteSchedule"; at: number; flow: string; name: string }
  | StartCommand
  | { kind: "trigger"; at: number; execution: number; trigger: Trigger };

export interface CreateFlowCommand {
  kind: "createFlow";
  at: number;
  id: string;
  name: string;
  definition: string;
  description: string;
  roleArn: string;
  mode: ExecutionMode;
}

interface ScheduleFields {
  at: number;
  flow: string;
  name: string;
  cron: string;
  payload: string;
  description: string;
  enabled: boolean;
}

export interface StartCommand {
  kind: "start";
  at: number;
  /** Number of the new execution, if it becomes one. */
  execution: number;
  flow: string;
  name: string;
  /** JSON text of an object. */
  input: string;
  callbackToken?: string;
  startedBy?: string;
}
