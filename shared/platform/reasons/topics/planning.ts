import { anyValue, defineReasons, orNull } from "../define.ts";

const text = { code: "text", params: { text: "connect ETIMEDOUT" } };
const step = { code: "step-start-listener", params: { listenerId: "lsn-1" } };
const differences = [{ field: "IdleTimeout", expected: anyValue(15), found: anyValue(40) }];
const holder = { flow: "albflow-changeServerGroup", execution: "change-1" };
const resource = "lsn-1";
const execution = "start-1";
const accountId = "2222222222222222";
const cause = { code: "text", params: { text: "NoPermission" } };

/** What preflight says: what is refused, planned, waited for and locked. */
export const planningReasons = defineReasons({
  "input-invalid": {
    kind: "refusal",
    params: { problems: [{ field: "listenerId", problem: { code: "value-missing", params: {} } }] },
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
      zh: "无法读取生成方案所需的信息，重试也无济于事。",
    },
  },
  "preflight-gave-up": {
    kind: "refusal",
    params: {},
    cause: { en: "The plan could not be made after many attempts.", zh: "多次尝试后仍无法生成方案。" },
  },
  "account-not-operated": {
    kind: "refusal",
    params: { accountId },
    cause: { en: "The deployment operates no such account.", zh: "该部署不管理此账号。" },
  },
  "account-read-only": {
    kind: "refusal",
    params: { accountId },
    cause: { en: "The deployment only looks at the account.", zh: "该部署对此账号只读。" },
  },
  "account-closed": {
    kind: "refusal",
    params: { accountId, role: `acs:ram::${accountId}:role/albflow-target`, cause },
    cause: { en: "The role of another account does not let albflow in.", zh: "其他账号的角色不允许 albflow 扮演。" },
  },
  "region-not-operated": {
    kind: "refusal",
    params: { region: "cn-shanghai", regions: ["cn-hangzhou"] },
    cause: { en: "The deployment does not operate the region.", zh: "该部署不管理此地域。" },
  },
  "region-not-operated-there": {
    kind: "refusal",
    params: { accountId, region: "cn-shanghai", regions: ["cn-hangzhou"] },
    cause: { en: "The deployment does not operate the region in the account.", zh: "该部署不管理此账号中的该地域。" },
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
    cause: { en: "The plan may be carried out.", zh: "方案可以执行。" },
  },
  "approval-required": {
    kind: "progress",
    params: { operation: "stopListener", steps: [step], impacts: ["interrupts traffic"] },
    cause: { en: "Somebody else has to approve the plan.", zh: "方案需要他人审批。" },
  },
  "plan-outdated": {
    kind: "refusal",
    params: { resource, differences },
    cause: { en: "The resource was changed after the plan was made.", zh: "方案生成后资源发生了变更。" },
  },
  "plan-outdated-too-often": {
    kind: "refusal",
    params: { resource, differences, times: 6 },
    cause: {
      en: "Somebody changed the resource each time that a plan was made.",
      zh: "每次生成方案后资源都被他人变更。",
    },
  },
  "plan-outdated-late": {
    kind: "refusal",
    params: { resource, differences },
    cause: {
      en: "The resource was changed, and the deadline leaves no time for another plan.",
      zh: "资源发生了变更，且剩余时间不足以重新生成方案。",
    },
  },
  "plan-stale": {
    kind: "refusal",
    params: { resource },
    cause: {
      en: "The plan that was approved is not the plan of now: the resource or the input is another.",
      zh: "已审批的方案与当前方案不同：资源或输入已变化。",
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
      zh: "首次写入前资源发生了变更，已重新生成方案。",
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
  "stays-unverified": {
    kind: "detail",
    params: { vpcId: "vpc-1" },
    cause: {
      en: "The listener's instance is internal, in a VPC in which none of albflow's functions stands, and acceptUnreachable is set.",
      zh: "监听所属实例为私网类型，其 VPC 中没有 albflow 的函数，且已设置 acceptUnreachable。",
    },
  },
  "changed-while-planning": {
    kind: "failure",
    params: { resource },
    cause: {
      en: "The resource was changed while the plan was made; the flow tries again.",
      zh: "生成方案期间资源发生了变更，流程会重试。",
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
});
