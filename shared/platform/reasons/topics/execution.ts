import { defineReasons, orNull } from "../define.ts";
import { planningReasons } from "./planning.ts";
import { rollbackReasons } from "./rollback.ts";
import { runningReasons } from "./running.ts";
import { verificationReasons } from "./verification.ts";

const execution = "start-1";

/** What preflight, call, ready, verify, undo and approval say of an execution. */
export const executionReasons = {
  ...planningReasons,
  ...runningReasons,
  ...rollbackReasons,
  ...verificationReasons,
  ...defineReasons({
    "unknown-phase": {
      kind: "invalid",
      params: { function: "startListener", phase: orNull("go"), known: ["preflight", "call", "ready", "undo"] },
      cause: { en: "A function was asked for a phase that it does not know.", zh: "调用了函数不支持的阶段。" },
    },
    "verdict-missing": {
      kind: "invalid",
      params: {},
      cause: {
        en: "A function was called without the verdict that the phase before returned.",
        zh: "调用函数时缺少上一阶段返回的结论。",
      },
    },
    "plan-missing": {
      kind: "invalid",
      params: { execution },
      cause: { en: "The verdict carries no plan.", zh: "结论中没有方案。" },
    },
    "step-missing": {
      kind: "failure",
      params: { execution, step: 3 },
      cause: { en: "The plan has fewer steps than the verdict says.", zh: "方案的步骤数少于结论中的步骤序号。" },
    },
  }),
};
