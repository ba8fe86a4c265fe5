import { anyValue, defineReasons, orNull } from "../define.ts";

const stop = { by: orNull("olga"), why: "the wrong group", execution: "cli-1" };
const change = { field: "IdleTimeout", before: anyValue(15), after: anyValue(40) };
const write = {
  action: "alb:UpdateListenerAttribute",
  resource: "lsn-1",
  changes: [change],
  outcome: "done",
  back: false,
};
const step = { code: "step-start-listener", params: { listenerId: "lsn-1" } };
const text = { code: "text", params: { text: "waiting" } };
const stopped = { en: "Somebody has stopped the execution.", zh: "有人停止了该执行。" };

/** What becomes of executions that people stop. `by` is null where albflow was not asked. */
export const stoppingReasons = defineReasons({
  "stopped-before-changes": { kind: "result", params: { ...stop, hasBegun: false }, cause: stopped },
  "stopped-unseen": { kind: "result", params: stop, cause: stopped },
  "stopped-undoing": { kind: "result", params: { ...stop, rollbackTarget: "back-cli-1" }, cause: stopped },
  "stopped-rolled-back": { kind: "result", params: { ...stop, result: text }, cause: stopped },
  "stopped-last-word": { kind: "result", params: { ...stop, last: text }, cause: stopped },
  "stopped-left": {
    kind: "failure",
    params: { ...stop, writes: [write], moreWrites: 2, steps: [step], moreSteps: 1, listenerId: "lsn-1" },
    cause: {
      en: "Somebody has stopped the execution and left what it had changed; nobody verifies or watches it.",
      zh: "有人停止了该执行并保留其已做的变更，没有验证，也没有人观察。",
    },
  },
  "stop-reason-missing": {
    kind: "invalid",
    params: { most: 500 },
    cause: { en: "Whoever stops an execution must say why.", zh: "停止执行时必须填写原因。" },
  },
  "stop-while-rolling-back": {
    kind: "refusal",
    params: { execution: "cli-1" },
    cause: { en: "The execution is already rolling back what it has changed.", zh: "该执行已在回滚其变更。" },
  },
  "stop-too-late": {
    kind: "refusal",
    params: { execution: "cli-1", last: orNull(text) },
    cause: { en: "The execution has ended already.", zh: "该执行已经结束。" },
  },
  "stop-name-taken": {
    kind: "failure",
    params: { execution: "cli-1", rollbackTarget: "back-cli-1" },
    cause: {
      en: "The name of the execution that would roll back is taken by another one.",
      zh: "用于回滚的执行名称已被其他执行占用。",
    },
  },
  "stop-not-visible": {
    kind: "failure",
    params: { execution: "cli-1" },
    cause: { en: "CloudFlow does not show the stop yet.", zh: "云工作流尚未显示停止状态。" },
  },
  "write-under-way": {
    kind: "failure",
    params: { execution: "cli-1", until: 1_795_867_552_000 },
    cause: {
      en: "A write of the stopped execution may still be under way; it is tried again.",
      zh: "被停止的执行可能仍有写操作在进行，将重试。",
    },
  },
  "execution-still-running": {
    kind: "failure",
    params: { execution: "cli-1" },
    cause: { en: "The execution still runs; it is tried again.", zh: "该执行仍在运行，将重试。" },
  },
});
