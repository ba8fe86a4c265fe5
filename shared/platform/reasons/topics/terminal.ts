import { defineReasons, orNull } from "../define.ts";

const listed = { en: "A command tells what it has found.", zh: "命令显示查询结果。" };
const talking = { en: "A command says to which cloud it talks.", zh: "命令说明其所连接的云。" };
const working = { en: "A command that takes a while says what it does.", zh: "耗时较长的命令说明其正在做什么。" };

/** What the command line shows around its answers: the heads of tables, and where a command looks and writes. */
export const terminalReasons = defineReasons({
  "column-head": { kind: "detail", params: { column: "listener" }, cause: listed },
  "execution-done": {
    kind: "detail",
    params: { operation: "startListener", isUndo: false, listenerId: "lsn-1" },
    cause: listed,
  },
  "execution-times": {
    kind: "detail",
    params: { state: "verified", started: "2026-11-28T12:00:00Z", took: orNull("6.9 s") },
    cause: listed,
  },
  "tracing-on": { kind: "detail", params: {}, cause: listed },
  "policy-on": { kind: "detail", params: { resource: "acs:alb:cn-hangzhou:1:loadbalancer/*" }, cause: listed },
  "execution-status": { kind: "detail", params: { status: "Succeeded" }, cause: listed },
  "execution-people": { kind: "detail", params: { requestedBy: "olga", approvedBy: ["ada"] }, cause: listed },
  "more-changes": { kind: "detail", params: { count: 3 }, cause: listed },
  "all-taken-back": { kind: "detail", params: {}, cause: listed },
  "clients-need-certificate": { kind: "detail", params: { authorities: ["1ef0c11e"] }, cause: listed },
  "policy-of-role": { kind: "detail", params: { trusts: "fc.aliyuncs.com" }, cause: listed },
  "at-most": { kind: "detail", params: { span: "9 s" }, cause: listed },
  "order-ended": { kind: "result", params: { state: "issued", execution: "cli-1", flags: " --local" }, cause: listed },
  "ciphers-counted": { kind: "detail", params: { ciphers: 6 }, cause: listed },
  "days-counted": { kind: "detail", params: { days: orNull(12), unknown: 1 }, cause: listed },
  "nothing-runs": {
    kind: "result",
    params: {},
    cause: { en: "Somebody watches, and no execution runs.", zh: "要跟踪执行，但没有正在运行的执行。" },
  },
  "approvals-answered": { kind: "detail", params: {}, cause: listed },
  "nothing-waits": {
    kind: "result",
    params: {},
    cause: {
      en: "Somebody lists what waits for approval, and nothing does.",
      zh: "查询待审批项，但没有等待审批的执行。",
    },
  },
  "all-regions": { kind: "detail", params: {}, cause: listed },
  "no-targets": {
    kind: "result",
    params: { file: "albflow.yaml" },
    cause: { en: "Somebody lists the accounts that are operated.", zh: "查询所操作的其他账号。" },
  },
  "progress-reading-plan": { kind: "progress", params: {}, cause: working },
  "progress-answering": { kind: "progress", params: {}, cause: working },
  "progress-ordering": { kind: "progress", params: { certificateId: "1-cn-hangzhou" }, cause: working },
  "advance-progress": { kind: "progress", params: { passed: "3 d", asked: "66 d" }, cause: working },
  "advance-interrupted": {
    kind: "progress",
    params: { passed: "3 d", asked: "66 d", port: 7700 },
    cause: { en: "Somebody presses Ctrl-C while time passes in a local cloud.", zh: "本地云推进时间时按下了 Ctrl-C。" },
  },
  "context-account-foreign": {
    kind: "refusal",
    params: { accountId: "1234567890123456", from: "albflow.yaml", keys: "2222222222222222" },
    cause: {
      en: "albflow.yaml or the environment names another account than the one that the keys belong to.",
      zh: "albflow.yaml 或环境变量中的账号不是凭证所属的账号。",
    },
  },
  "context-source": { kind: "detail", params: { from: "albflow.yaml" }, cause: talking },
  "command-place": {
    kind: "progress",
    params: { account: orNull("1234567890123456"), region: "cn-hangzhou", ways: ["--local"] },
    cause: talking,
  },
  "listener-place": {
    kind: "progress",
    params: { account: orNull("2222222222222222"), region: orNull("cn-shanghai") },
    cause: talking,
  },
});
