import type { WordPair } from "./message.ts";

/** Where an execution stands, by the state of its verdict or by CloudFlow's status: on the page, in commands and in notices. */
export const executionStates = {
  planned: ["planned", "已生成方案"],
  awaitingApproval: ["waits for approval", "等待审批"],
  lockWait: ["waits for another execution", "等待另一个执行"],
  submitted: ["write submitted", "已提交写操作"],
  pending: ["write in progress", "写操作进行中"],
  settled: ["write done", "写操作已完成"],
  advanced: ["next step", "进入下一步"],
  observing: ["result is watched", "观察结果中"],
  mismatched: ["not as planned", "与方案不符"],
  rollingBack: ["rolling back", "回滚中"],
  rolledBack: ["rolled back", "已回滚"],
  verified: ["done and verified", "已完成并验证"],
  unchanged: ["nothing to do", "无需变更"],
  refused: ["refused", "已拒绝"],
  left: ["left as it is, not watched", "保持现状，不再监测"],
  failed: ["failed", "失败"],
  Running: ["running", "运行中"],
  Succeeded: ["ended", "已结束"],
  Failed: ["failed", "失败"],
  TimedOut: ["timed out", "已超时"],
  Stopped: ["stopped", "已停止"],
} as const satisfies Record<string, WordPair>;
