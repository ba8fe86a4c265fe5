import { defineReasons, orNull } from "../define.ts";

const text = { code: "text", params: { text: "connect ETIMEDOUT" } };
const step = { code: "step-start-listener", params: { listenerId: "lsn-1" } };
const resource = "lsn-1";
const execution = "start-1";
const mismatch = { code: "no-http-answer", params: { path: "/", cause: text } };

/** What the verification of a step, and of all of them, comes to. */
export const verificationReasons = defineReasons({
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
  "clients-saw": {
    kind: "result",
    params: {
      from: 1_795_867_552_000,
      until: 1_795_867_552_000,
      total: 40,
      failures: [{ status: orNull(502), count: 3 }],
      probes: 5,
      wrong: 1,
      logged: orNull({ errors: 12, total: 4_000 }),
    },
    cause: {
      en: "What clients saw while a change was made and rolled back. A failure without a status is a request without an answer.",
      zh: "变更并回滚期间客户端的访问情况。没有状态码的失败表示请求未得到响应。",
    },
  },
  "nothing-to-verify": {
    kind: "failure",
    params: { listenerId: "lsn-1" },
    cause: { en: "The listener to verify does not exist.", zh: "要验证的监听不存在。" },
  },
});
