import { anyValue, defineReasons } from "../define.ts";

const text = { code: "text", params: { text: "connect ETIMEDOUT" } };
const step = { code: "step-start-listener", params: { listenerId: "lsn-1" } };
const differences = [{ field: "IdleTimeout", expected: anyValue(15), found: anyValue(40) }];
const resource = "lsn-1";
const execution = "start-1";

/** What the steps of an execution come to, and how one ends that was cut off. */
export const runningReasons = defineReasons({
  "step-already-made": {
    kind: "progress",
    params: { step },
    cause: { en: "An earlier delivery of the call has made the step.", zh: "该步骤已由之前的调用完成。" },
  },
  "step-accepted": {
    kind: "progress",
    params: { step, requestId: "7B3F", jobId: "job-1" },
    cause: { en: "The cloud has accepted the write.", zh: "云端已接受写操作。" },
  },
  "step-refused": {
    kind: "failure",
    params: { step, cause: text },
    cause: { en: "The cloud has refused the write.", zh: "云端拒绝了写操作。" },
  },
  "more-writes": {
    kind: "detail",
    params: { count: 12 },
    cause: { en: "Writes that are not told one by one.", zh: "未逐一列出的写操作。" },
  },
  "step-done": {
    kind: "progress",
    params: { step },
    cause: { en: "The write has taken effect.", zh: "写操作已生效。" },
  },
  "step-waiting": {
    kind: "progress",
    params: { step, cause: text },
    cause: { en: "The write has not taken effect yet.", zh: "写操作尚未生效。" },
  },
  "step-timed-out": {
    kind: "failure",
    params: { step, cause: text },
    cause: { en: "The write did not take effect before the deadline.", zh: "写操作在截止时间前没有生效。" },
  },
  "step-gave-up": {
    kind: "failure",
    params: { step: 1, error: "Transient", cause: text },
    cause: { en: "A step failed after its retries.", zh: "步骤重试后仍然失败。" },
  },
  "job-processing": {
    kind: "progress",
    params: { jobId: "job-1" },
    cause: { en: "The ALB job of the write is not done yet.", zh: "写操作的 ALB 异步任务尚未完成。" },
  },
  "job-failed": {
    kind: "failure",
    params: { jobId: "job-1", cloudCode: "SystemBusy", message: "System is busy" },
    cause: { en: "The ALB job of the write failed.", zh: "写操作的 ALB 异步任务失败。" },
  },
  "change-not-visible": {
    kind: "progress",
    params: { resource },
    cause: { en: "The cloud does not show the change yet.", zh: "云端尚未显示变更。" },
  },
  "changed-meanwhile": {
    kind: "failure",
    params: { resource, differences },
    cause: { en: "Somebody else changed the resource during the operation.", zh: "操作期间资源被他人变更。" },
  },
  "execution-ended": {
    kind: "refusal",
    params: { execution },
    cause: { en: "A call arrived after its execution had ended.", zh: "调用到达时执行已经结束。" },
  },
  "phase-failed": {
    kind: "failure",
    params: { cause: text },
    cause: { en: "A phase met an error that does not pass by itself.", zh: "某个阶段遇到了不会自行恢复的错误。" },
  },
  "execution-says-no-more": {
    kind: "failure",
    params: {},
    cause: { en: "The history of a failed execution holds no reason.", zh: "失败的执行在历史中没有记录原因。" },
  },
  "history-unreadable": {
    kind: "failure",
    params: { cause: text },
    cause: { en: "The history of an execution cannot be read.", zh: "无法读取执行的历史。" },
  },
  "ended-unseen": {
    kind: "result",
    params: {},
    cause: {
      en: "An execution was ended from outside before its first phase.",
      zh: "执行在第一个阶段之前被外部终止。",
    },
  },
  "cut-off": {
    kind: "failure",
    params: { execution, cloudCode: "FnF.StateSizeExceeded", message: "too large", last: text },
    cause: { en: "CloudFlow ended the execution before it was done.", zh: "云工作流在执行完成前终止了它。" },
  },
  "ended-with-error": {
    kind: "failure",
    params: { reason: text, error: "Transient", cause: text },
    cause: { en: "The flow caught an error on its last stretch.", zh: "流程在最后阶段捕获了错误。" },
  },

  "carrying-out": {
    kind: "result",
    params: { operation: "startListener", effect: [text] },
    cause: { en: "Why a write was made: it is a step of the plan.", zh: "写操作的原因：它是方案中的步骤。" },
  },
  "rolling-back": {
    kind: "result",
    params: { operation: "startListener", cause: text },
    cause: { en: "Why a write was made: the operation is rolled back.", zh: "写操作的原因：操作正在回滚。" },
  },
  "undoes-execution": {
    kind: "result",
    params: { execution },
    cause: {
      en: "What an undo means: everything is as before the execution.",
      zh: "撤销的含义：恢复到该执行之前的状态。",
    },
  },
  "name-stays": {
    kind: "result",
    params: {},
    cause: {
      en: "A listener gets another name, and no call can put its former one back: it had none, or one that CreateListener takes and UpdateListenerAttribute refuses.",
      zh: "监听将获得新名称，而原名称无法通过接口恢复：原先没有名称，或原名称仅 CreateListener 接受而 UpdateListenerAttribute 拒绝。",
    },
  },
});
