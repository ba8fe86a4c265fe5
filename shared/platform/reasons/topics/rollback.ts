import { anyValue, defineReasons, orNull } from "../define.ts";

const text = { code: "text", params: { text: "connect ETIMEDOUT" } };
const step = { code: "step-start-listener", params: { listenerId: "lsn-1" } };
const differences = [{ field: "IdleTimeout", expected: anyValue(15), found: anyValue(40) }];
const resource = "lsn-1";
const execution = "start-1";
const mismatch = { code: "no-http-answer", params: { path: "/", cause: text } };
const described = { en: "How a resource is named in another message.", zh: "其他消息中对资源的称呼。" };

/** What a rollback, and undoing an execution that has ended, come to. */
export const rollbackReasons = defineReasons({
  "rollback-waiting": {
    kind: "progress",
    params: { cause: text },
    cause: { en: "The rollback waits for the resource to settle.", zh: "回滚正在等待资源进入稳定状态。" },
  },
  "rollback-step-accepted": {
    kind: "progress",
    params: { step },
    cause: { en: "The cloud has accepted a write of the rollback.", zh: "云端已接受回滚的写操作。" },
  },
  "rollback-retrying": {
    kind: "progress",
    params: { step },
    cause: { en: "A write of the rollback did not persist, and is tried again.", zh: "回滚的写操作未能保持，将重试。" },
  },
  "rolled-back": {
    kind: "result",
    params: { resource, newId: orNull("lsn-2"), keptName: orNull("shop"), kept: ["logs/access"] },
    cause: {
      en: "Everything is as it was before, but for what is told.",
      zh: "除所列内容外，已全部恢复到之前的状态。",
    },
  },
  "rolled-back-unverified": {
    kind: "result",
    params: { result: text, causes: [text], more: 2 },
    cause: { en: "The rollback is done and could not be probed.", zh: "回滚已完成，但无法探测结果。" },
  },
  "rollback-impossible": {
    kind: "failure",
    params: { obstacles: [text] },
    cause: {
      en: "What stands in the way of the rollback was made by somebody else.",
      zh: "阻碍回滚的内容由他人创建。",
    },
  },
  "rollback-blocked": {
    kind: "failure",
    params: { cause: text, resource, execution },
    cause: {
      en: "The resource did not settle, so the rollback could not begin.",
      zh: "资源没有进入稳定状态，无法开始回滚。",
    },
  },
  "rollback-timed-out": {
    kind: "failure",
    params: { step, left: [text], differences, resource, execution },
    cause: { en: "The rollback did not end within its five minutes.", zh: "回滚未能在五分钟内完成。" },
  },
  "rollback-step-refused": {
    kind: "failure",
    params: { step, cause: text, left: [text], differences, resource, execution },
    cause: { en: "The cloud has refused a write of the rollback.", zh: "云端拒绝了回滚的写操作。" },
  },
  "rollback-mismatch": {
    kind: "failure",
    params: { problem: mismatch, resource, execution },
    cause: {
      en: "After the rollback, probes still differ from the configuration.",
      zh: "回滚后探测结果仍与配置不一致。",
    },
  },
  "not-made-by-execution": {
    kind: "detail",
    params: { found: text, made: "lsn-1" },
    cause: described,
  },
  "stands-in-its-place": { kind: "detail", params: { found: text, gone: "lsn-1" }, cause: described },
  "changed-since": { kind: "detail", params: { found: text, differences, made: orNull(text) }, cause: described },
  "not-as-planned": { kind: "detail", params: { found: text }, cause: described },
  "deleted-meanwhile": { kind: "detail", params: { resource }, cause: described },
  "found-listener": {
    kind: "detail",
    params: { id: "lsn-1", protocol: "HTTP", port: 80, loadBalancerId: "alb-1", status: "Running" },
    cause: described,
  },
  "found-resource": { kind: "detail", params: { id: "sgp-1", name: "web", copyOf: "" }, cause: described },
  "found-access-log": { kind: "detail", params: { logstore: "logs/access" }, cause: described },
  "undo-not-found": {
    kind: "refusal",
    params: { execution, operation: "startListener" },
    cause: { en: "No execution of the operation has that name.", zh: "该操作没有此名称的执行。" },
  },
  "undo-still-running": {
    kind: "refusal",
    params: { execution },
    cause: { en: "The execution to undo still runs.", zh: "要撤销的执行仍在运行。" },
  },
  "undo-changed-nothing": {
    kind: "refusal",
    params: { execution },
    cause: { en: "The execution to undo has changed nothing.", zh: "要撤销的执行没有做任何变更。" },
  },
  "undo-not-its-own": {
    kind: "refusal",
    params: { execution, obstacles: [text] },
    cause: { en: "What the execution made was changed or replaced since.", zh: "该执行创建的内容此后被修改或替换。" },
  },
  "undo-refused": {
    kind: "refusal",
    params: { reasons: [text] },
    cause: { en: "The state before would turn clients away.", zh: "之前的状态会使客户端无法连接。" },
  },
});
