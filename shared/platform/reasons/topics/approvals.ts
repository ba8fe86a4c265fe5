import { defineReasons, orNull } from "../define.ts";

const text = { code: "text", params: { text: "connect ETIMEDOUT" } };
const nameProblem = { en: "Why a name cannot be a person's.", zh: "名称不能作为人员名称的原因。" };
const vote = { en: "A vote does not count.", zh: "投票无效。" };

/** What votes on plans come to. */
export const approvalReasons = defineReasons({
  "approval-time-over": {
    kind: "refusal",
    params: { execution: "stop-1" },
    cause: { en: "The time for answering a question is over.", zh: "审批的时限已过。" },
  },
  "approval-not-found": {
    kind: "failure",
    params: { execution: "stop-1" },
    cause: { en: "Where a question is answered is not kept any more.", zh: "审批的应答位置已不再保存。" },
  },
  approved: {
    kind: "result",
    params: { approvers: ["peter"] },
    cause: { en: "Enough people have approved the plan.", zh: "已有足够的人审批通过。" },
  },
  "approvals-missing": {
    kind: "progress",
    params: { missing: 1, needed: 2, isRequesterKnown: true },
    cause: { en: "More people have to approve the plan.", zh: "还需要更多人审批。" },
  },
  "approval-denied": {
    kind: "refusal",
    params: { approver: "peter", comment: "not today" },
    cause: {
      en: "Somebody rejected the plan. One rejection ends the request.",
      zh: "有人拒绝了方案，一票拒绝即终止请求。",
    },
  },
  "approval-expired": {
    kind: "refusal",
    params: { agreed: 0, needed: 1, until: 1_795_867_552_000 },
    cause: { en: "Too few people approved the plan in time.", zh: "规定时间内审批通过的人数不足。" },
  },
  "approval-exhausted": {
    kind: "refusal",
    params: { rounds: 20, cause: text },
    cause: { en: "The request was answered too often without a result.", zh: "请求被多次回应但没有结果。" },
  },
  "approval-not-requested": {
    kind: "refusal",
    params: { error: "FnF.ActionThrottled", cause: text },
    cause: { en: "The function that asks for approval did not run.", zh: "请求审批的函数没有运行。" },
  },
  "approval-misconfigured": {
    kind: "refusal",
    params: { cause: text },
    cause: { en: "A setting that approvals need is not valid.", zh: "审批所需的配置无效。" },
  },
  "vote-refused": {
    kind: "progress",
    params: {
      vote: { code: "vote-too-late", params: { approver: "peter", round: 1 } },
      now: { code: "approvals-missing", params: { missing: 1, needed: 1, isRequesterKnown: true } },
    },
    cause: { en: "A vote did not count; the plan still waits.", zh: "投票无效，方案仍在等待审批。" },
  },
  "vote-not-signed": { kind: "refusal", params: { round: 1 }, cause: vote },
  "vote-name-unfit": { kind: "refusal", params: { round: 1, problem: text }, cause: vote },
  "vote-other-execution": {
    kind: "refusal",
    params: { approver: "peter", round: 1, execution: "stop-2" },
    cause: vote,
  },
  "vote-other-plan": { kind: "refusal", params: { approver: "peter", round: 1 }, cause: vote },
  "vote-repeated": { kind: "refusal", params: { approver: "peter", round: 2, given: 1 }, cause: vote },
  "vote-too-late": { kind: "refusal", params: { approver: "peter", round: 1 }, cause: vote },
  "vote-of-requester": { kind: "refusal", params: { approver: "olga", round: 1 }, cause: vote },
  "vote-of-same-person": { kind: "refusal", params: { approver: "peter", round: 2 }, cause: vote },
  "denial-without-comment": {
    kind: "invalid",
    params: {},
    cause: { en: "A rejection needs its reason.", zh: "拒绝时必须填写理由。" },
  },
  "person-name-unfit": {
    kind: "invalid",
    params: { name: orNull("ol\u200bga"), problem: text },
    cause: { en: "A name could be taken for another person's.", zh: "名称可能被误认为他人。" },
  },
  "name-not-text": { kind: "detail", params: {}, cause: nameProblem },
  "name-blank": { kind: "detail", params: {}, cause: nameProblem },
  "name-too-long": { kind: "detail", params: { most: 255 }, cause: nameProblem },
  "name-invisible": { kind: "detail", params: {}, cause: nameProblem },
  "name-mixed-scripts": { kind: "detail", params: {}, cause: nameProblem },
});
