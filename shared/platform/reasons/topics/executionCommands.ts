import { defineReasons, orNull } from "../define.ts";

const execution = "start-1";
const cause = { code: "text", params: { text: "AccessDenied" } };
const plan = { en: "A plan is shown before it is carried out.", zh: "执行前显示方案。" };
const following = { en: "A command tells how an execution goes.", zh: "命令显示执行的进展。" };
const listed = { en: "A command tells what it has found.", zh: "命令显示查询结果。" };
const lookedUp = {
  en: "Listeners are looked for by a domain, in the index that renewal keeps.",
  zh: "按域名在续期维护的索引中查找监听。",
};
const drawing = { en: "A flow is drawn in the terminal.", zh: "在终端中绘制流程。" };
const argument = { en: "A command lacks an argument, or has one that is not valid.", zh: "命令缺少参数，或参数无效。" };

/** What commands show of operations, executions, flows and what listeners have. */
export const executionCommandReasons = defineReasons({
  "answer-given": {
    kind: "result",
    params: { isDenied: false, execution, flags: " --local" },
    cause: { en: "Somebody has answered the plan that an execution waits with.", zh: "已对等待审批的方案作出答复。" },
  },
  "bulk-started": { kind: "progress", params: { listenerId: "lsn-1", execution }, cause: following },
  "bulk-interrupted": {
    kind: "progress",
    params: { executions: ["cli-1"], flags: " --local" },
    cause: following,
  },
  "bulk-stopped": { kind: "failure", params: { cause: "budget", listenerIds: ["lsn-2"] }, cause: following },
  "plan-changes": { kind: "progress", params: {}, cause: plan },
  "plan-steps": { kind: "progress", params: { steps: 3 }, cause: plan },
  "plan-effects": { kind: "progress", params: {}, cause: plan },
  "plan-duration": {
    kind: "progress",
    params: {
      expectedSeconds: 4,
      atMostSeconds: 90,
      watchSeconds: 60,
      between: orNull({ seconds: 30, steps: 2 }),
      needsApproval: true,
    },
    cause: plan,
  },
  "execution-repeated": { kind: "progress", params: { execution }, cause: following },
  "execution-started": { kind: "progress", params: { execution, flags: " --local" }, cause: following },
  "record-not-kept": {
    kind: "progress",
    params: { flags: " --local" },
    cause: {
      en: "An operation has ended, and its record could not be written into the logstore. What was done stays done.",
      zh: "操作已结束，但其记录未能写入 Logstore。操作结果不受影响。",
    },
  },
  "approval-awaited": { kind: "progress", params: { execution, flags: " --local" }, cause: following },
  "stop-why": {
    kind: "progress",
    params: {},
    cause: {
      en: "An execution is stopped at a terminal, and no --reason is given.",
      zh: "在终端停止执行时未提供 --reason。",
    },
  },
  "execution-nowhere": {
    kind: "refusal",
    params: { execution, flow: orNull("albflow-startListener") },
    cause: { en: "No flow has an execution of the name that is given.", zh: "没有流程包含该名称的执行。" },
  },
  "state-waits": {
    kind: "progress",
    params: { state: "Call", since: orNull("3 s"), why: { code: "waits-for-time", params: {} } },
    cause: following,
  },
  "waits-for-report": { kind: "progress", params: { action: orNull("FC:InvokeFunction") }, cause: following },
  "waits-for-answer": { kind: "progress", params: { action: orNull("FC:InvokeFunction") }, cause: following },
  "waits-for-retry": { kind: "progress", params: { error: orNull("Throttled") }, cause: following },
  "waits-for-time": { kind: "progress", params: {}, cause: following },
  "stopped-by": {
    kind: "progress",
    params: { by: "olga", why: "the wrong listener", rollback: orNull("back-start-1") },
    cause: listed,
  },
  "no-executions": { kind: "result", params: {}, cause: listed },
  "nothing-listed": { kind: "result", params: {}, cause: listed },

  "region-unreadable": { kind: "notice", params: { region: "cn-hangzhou", cause }, cause: listed },
  "index-age": { kind: "notice", params: { to: Date.UTC(2026, 10, 29, 12, 50), minutes: 25 }, cause: lookedUp },
  "index-none": { kind: "notice", params: {}, cause: lookedUp },
  "index-gaps": { kind: "notice", params: { places: ["2222222222222222/cn-beijing"] }, cause: lookedUp },
  "index-incomplete": { kind: "notice", params: { listeners: 3 }, cause: lookedUp },
  "index-cut": { kind: "notice", params: { shown: 100 }, cause: lookedUp },
  "days-left": { kind: "progress", params: { days: orNull(6) }, cause: listed },
  "intermediate-ends-first": { kind: "progress", params: { intermediate: "R10" }, cause: listed },
  "settings-not-known": { kind: "progress", params: { settings: ["QuicConfig"] }, cause: listed },
  "group-servers": { kind: "progress", params: { servers: 2 }, cause: listed },
  "group-down": { kind: "progress", params: { down: 1 }, cause: listed },
  "group-health-unknown": { kind: "progress", params: {}, cause: listed },
  "used-now": { kind: "progress", params: {}, cause: listed },
  "run-cost": {
    kind: "result",
    params: { flow: "albflow-startListener", execution, seconds: "3.2" },
    cause: { en: "The cost of a run was measured.", zh: "已测算一次运行的费用。" },
  },

  "draw-branches": { kind: "progress", params: { branches: 2 }, cause: drawing },
  "draw-elements": { kind: "progress", params: { concurrency: 5 }, cause: drawing },
  "draw-retry": {
    kind: "progress",
    params: { errors: ["Throttled"], maxAttempts: 3, intervalSeconds: 2, backoffRate: 2 },
    cause: drawing,
  },
  "draw-seconds-of": { kind: "progress", params: { field: "$Input.seconds" }, cause: drawing },
  "draw-otherwise": { kind: "progress", params: { state: "Undo" }, cause: drawing },
  "definition-not-named": { kind: "invalid", params: { usage: "albflow flows lint <files>" }, cause: argument },
  "execution-not-named": { kind: "invalid", params: { usage: "albflow execution <name> [flow]" }, cause: argument },
  "definition-unreadable": { kind: "failure", params: { file: "flow.yaml", error: "ENOENT" }, cause: argument },
  "definition-wrong": {
    kind: "failure",
    params: { file: "flow.yaml", finding: { code: "flow-empty", params: {} } },
    cause: { en: "A flow cannot be drawn: its definition is wrong.", zh: "流程定义有误，无法绘制。" },
  },
  "definition-finding": {
    kind: "detail",
    params: {
      file: "flow.yaml",
      line: 7,
      column: 11,
      isError: true,
      state: orNull("Call"),
      why: { code: "flow-way-missing", params: {} },
    },
    cause: { en: "Definitions of flows were checked.", zh: "已检查流程定义。" },
  },
  "definitions-checked": {
    kind: "result",
    params: { definitions: 2, wrong: 0, doubtful: 1 },
    cause: { en: "Definitions of flows were checked.", zh: "已检查流程定义。" },
  },
  "option-not-whole": { kind: "invalid", params: { option: "--days", least: 1, most: orNull(30) }, cause: argument },
  "option-not-offered": {
    kind: "invalid",
    params: { option: "--when", offered: ["before", "after"] },
    cause: argument,
  },
  "option-no-probability": { kind: "invalid", params: { option: "--probability" }, cause: argument },
  "commands-not-built": {
    kind: "failure",
    params: { file: "dist/commands.json" },
    cause: { en: "The project was not built yet.", zh: "项目尚未构建。" },
  },
  "project-folder-missing": {
    kind: "failure",
    params: {},
    cause: {
      en: "A command needs the files of the project, and was copied out of them.",
      zh: "命令需要项目文件，但已脱离项目目录。",
    },
  },
  "embedded-calls-none": {
    kind: "failure",
    params: { product: "eventbridge" },
    cause: {
      en: "A flow calls a product that the embedded engine does not call.",
      zh: "流程调用了嵌入式引擎不支持的产品。",
    },
  },
  "embedded-waits": {
    kind: "progress",
    params: { executions: ["start-1 of albflow-startListener"] },
    cause: {
      en: "A command with --embedded ends, and executions are on their way.",
      zh: "使用 --embedded 的命令结束时仍有执行在进行。",
    },
  },
});
