import { anyValue, defineReasons, orNull } from "../define.ts";

const text = { code: "text", params: { text: "connect ETIMEDOUT" } };
const step = { code: "step-start-listener", params: { listenerId: "lsn-1" } };
const differences = [{ field: "IdleTimeout", expected: anyValue(15), found: anyValue(40) }];
const holder = { flow: "albflow-changeServerGroup", execution: "change-1" };
const resource = "lsn-1";
const execution = "start-1";
const mismatch = { code: "no-http-answer", params: { path: "/", cause: text } };
const described = { en: "How a resource is named in another message.", zh: "其他消息中对资源的称呼。" };

/** What preflight, call, ready, verify, undo and approval say of an execution. */
export const executionReasons = defineReasons({
  "input-invalid": {
    kind: "refusal",
    params: { problems: [{ field: "listenerId", problem: "Invalid input" }] },
    cause: { en: "The input does not fit the operation's schema.", zh: "输入不符合操作的参数要求。" },
  },
  "operation-refused": {
    kind: "refusal",
    params: { operation: "stopListener", resource, reasons: [text] },
    cause: {
      en: "Rules of the operation, or ALB itself, do not allow the change. Every reason is told at once.",
      zh: "操作的规则或 ALB 本身不允许此变更。所有原因一次列出。",
    },
  },
  "planning-failed": {
    kind: "refusal",
    params: { operation: "stopListener", cause: text },
    cause: {
      en: "What the plan needs could not be read, and trying again would not help.",
      zh: "无法读取生成计划所需的信息，重试也无济于事。",
    },
  },
  "preflight-gave-up": {
    kind: "refusal",
    params: {},
    cause: { en: "The plan could not be made after many attempts.", zh: "多次尝试后仍无法生成计划。" },
  },
  "listener-not-found": {
    kind: "refusal",
    params: { listenerId: "lsn-1" },
    cause: { en: "The listener does not exist in the region of the operation.", zh: "操作所在地域中不存在该监听。" },
  },
  "nothing-to-change": {
    kind: "skip",
    params: { resource },
    cause: { en: "The listener is already as the operation would make it.", zh: "监听已处于目标状态。" },
  },
  "nothing-to-undo": {
    kind: "skip",
    params: { resource, execution },
    cause: { en: "The listener is already as it was before the execution.", zh: "监听已与该执行之前的状态一致。" },
  },
  "nothing-left-behind": {
    kind: "skip",
    params: { execution },
    cause: {
      en: "An execution that was cut off has left nothing to roll back.",
      zh: "被中断的执行没有留下需要回滚的内容。",
    },
  },
  "plan-ready": {
    kind: "progress",
    params: { operation: "startListener", steps: [step] },
    cause: { en: "The plan may be carried out.", zh: "计划可以执行。" },
  },
  "approval-required": {
    kind: "progress",
    params: { operation: "stopListener", steps: [step], impacts: ["interrupts traffic"] },
    cause: { en: "Somebody else has to approve the plan.", zh: "计划需要他人审批。" },
  },
  "plan-outdated": {
    kind: "refusal",
    params: { resource, differences },
    cause: { en: "The resource was changed after the plan was made.", zh: "计划生成后资源发生了变更。" },
  },
  "plan-outdated-too-often": {
    kind: "refusal",
    params: { resource, differences, times: 6 },
    cause: {
      en: "Somebody changed the resource each time that a plan was made.",
      zh: "每次生成计划后资源都被他人变更。",
    },
  },
  "plan-outdated-late": {
    kind: "refusal",
    params: { resource, differences },
    cause: {
      en: "The resource was changed, and the deadline leaves no time for another plan.",
      zh: "资源发生了变更，且剩余时间不足以重新生成计划。",
    },
  },
  "plan-stale": {
    kind: "refusal",
    params: { resource },
    cause: {
      en: "The plan that was approved is not the plan of now: the resource or the input is another.",
      zh: "已审批的计划与当前计划不同：资源或输入已变化。",
    },
  },
  replanned: {
    kind: "progress",
    params: {
      resource,
      differences,
      now: { code: "plan-ready", params: { operation: "startListener", steps: [step] } },
    },
    cause: {
      en: "The resource was changed before the first write, so the plan was made again.",
      zh: "首次写入前资源发生了变更，已重新生成计划。",
    },
  },
  "resource-not-settled": {
    kind: "progress",
    params: { resource, status: "Configuring" },
    cause: { en: "The cloud is still changing the resource.", zh: "云端仍在变更该资源。" },
  },
  "waiting-to-settle": {
    kind: "failure",
    params: { step: orNull(step), cause: text },
    cause: { en: "The resource is being changed; the flow tries again.", zh: "资源正在变更中，流程会重试。" },
  },
  "settle-timed-out": {
    kind: "refusal",
    params: { cause: text },
    cause: { en: "The resource did not settle before the deadline.", zh: "资源在截止时间前没有进入稳定状态。" },
  },
  "dry-run-objection": {
    kind: "refusal",
    params: { action: "StopListener", cause: text, otherwise: orNull("atOnce") },
    cause: {
      en: "ALB's own dry run of a write that the change needs objects.",
      zh: "ALB 对变更所需写操作的预检（DryRun）提出异议。",
    },
  },
  "dry-run-unrecognised": {
    kind: "refusal",
    params: {},
    cause: { en: "ALB did not recognise a dry run as one.", zh: "ALB 未识别预检请求。" },
  },
  "not-verifiable": {
    kind: "refusal",
    params: { cause: text },
    cause: {
      en: "What the listener serves cannot be probed from the functions, and acceptUnreachable is not set.",
      zh: "函数无法探测监听提供的内容，且未设置 acceptUnreachable。",
    },
  },
  "changed-while-planning": {
    kind: "failure",
    params: { resource },
    cause: {
      en: "The resource was changed while the plan was made; the flow tries again.",
      zh: "生成计划期间资源发生了变更，流程会重试。",
    },
  },
  "lock-timed-out": {
    kind: "refusal",
    params: { resource, holder: orNull(holder) },
    cause: {
      en: "Another execution works on the resource until the deadline.",
      zh: "直到截止时间，另一个执行仍占用该资源。",
    },
  },
  "lock-waiting": {
    kind: "progress",
    params: { resource, holder: orNull(holder) },
    cause: { en: "Another execution works on the resource.", zh: "另一个执行正在占用该资源。" },
  },
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
    cause: { en: "Why a write was made: it is a step of the plan.", zh: "写操作的原因：它是计划中的步骤。" },
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
      en: "A listener without a name gets one, and no call can empty a name.",
      zh: "监听将获得名称，而名称无法通过接口清空。",
    },
  },
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

  verified: {
    kind: "result",
    params: { resource, passed: 5, at: 1_795_867_552_000, causes: [text], more: 2 },
    cause: {
      en: "All steps are done, and every conclusive probe matches the configuration.",
      zh: "所有步骤已完成，且所有有结论的探测均与配置一致。",
    },
  },
  "step-verified": {
    kind: "progress",
    params: { resource, passed: 5, at: 1_795_867_552_000, next: orNull(step), causes: [text], more: 0 },
    cause: { en: "A step is verified, and another follows.", zh: "一个步骤已验证，接下来执行下一步。" },
  },
  "verified-watching": {
    kind: "progress",
    params: { resource, passed: 5, at: 1_795_867_552_000, until: 1_795_867_852_000, causes: [text], more: 0 },
    cause: {
      en: "All steps are verified, and the result is watched for a while.",
      zh: "所有步骤已验证，结果将继续观察一段时间。",
    },
  },
  "watching-mismatch": {
    kind: "progress",
    params: { problem: mismatch },
    cause: {
      en: "A probe differs, and may still agree before the watch ends.",
      zh: "探测结果不一致，观察期结束前可能恢复一致。",
    },
  },
  "verification-failed": {
    kind: "failure",
    params: { resource, problem: mismatch, differing: 3, total: 5 },
    cause: { en: "Probes differ from the configuration after the change.", zh: "变更后探测结果与配置不一致。" },
  },
  "not-verified": {
    kind: "failure",
    params: { resource, causes: [text], more: 2 },
    cause: {
      en: "Probes were inconclusive, and acceptUnreachable is not set.",
      zh: "探测没有结论，且未设置 acceptUnreachable。",
    },
  },
  "verification-error": {
    kind: "failure",
    params: { cause: text },
    cause: { en: "The configuration to verify could not be read.", zh: "无法读取要验证的配置。" },
  },
  "rollback-verification-error": {
    kind: "failure",
    params: { cause: text, resource, execution },
    cause: { en: "After the rollback the configuration could not be read.", zh: "回滚后无法读取配置。" },
  },
  "nothing-to-verify": {
    kind: "failure",
    params: { listenerId: "lsn-1" },
    cause: { en: "The listener to verify does not exist.", zh: "要验证的监听不存在。" },
  },

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
    cause: { en: "The verdict carries no plan.", zh: "结论中没有计划。" },
  },
  "step-missing": {
    kind: "failure",
    params: { execution, step: 3 },
    cause: { en: "The plan has fewer steps than the verdict says.", zh: "计划的步骤数少于结论中的步骤序号。" },
  },
});
