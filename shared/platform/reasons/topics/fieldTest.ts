import { defineReasons, orNull } from "../define.ts";

const before = { en: "A field test tells what it is about to do.", zh: "实地测试说明即将进行的操作。" };
const after = { en: "A field test tells what has come of it.", zh: "实地测试说明结果。" };
const open = { en: "A question of the field test stays open.", zh: "实地测试的一个问题未能得到答案。" };

/** What `albflow fieldtest` shows. */
export const fieldTestReasons = defineReasons({
  "field-price": { kind: "notice", params: {}, cause: before },
  "field-ending": { kind: "progress", params: {}, cause: before },
  "field-clean": { kind: "progress", params: {}, cause: before },
  "field-confirm-clean": { kind: "progress", params: {}, cause: before },
  "field-confirm-write": { kind: "progress", params: {}, cause: before },
  "field-unconfirmed": {
    kind: "refusal",
    params: {},
    cause: {
      en: "A field test asks before it goes on, and there is no terminal.",
      zh: "实地测试需要确认，但没有终端。",
    },
  },
  "field-ended-early": { kind: "result", params: {}, cause: after },
  "field-summary": {
    kind: "result",
    params: { settled: 60, probes: 70, open: 10, contradictions: 1, file: "fieldtest.json" },
    cause: after,
  },
  "field-nothing-left": { kind: "result", params: {}, cause: after },
  "field-left": {
    kind: "failure",
    params: { what: "role albflow-fieldtest", cloudCode: "EntityNotExist" },
    cause: after,
  },
  "field-not-played": { kind: "notice", params: { question: "job-age", found: "30 days" }, cause: after },
  "field-applied": { kind: "result", params: { file: "local/realities/found.json", settings: 3 }, cause: after },
  "field-unprobed": { kind: "result", params: { why: { code: "gap-no-event", params: {} } }, cause: after },

  "gap-needs-write": { kind: "inconclusive", params: {}, cause: open },
  "gap-not-told": { kind: "inconclusive", params: {}, cause: open },
  "gap-probe-failed": { kind: "inconclusive", params: { error: orNull("Forbidden.RAM") }, cause: open },
  "gap-no-ca-certificate": { kind: "inconclusive", params: {}, cause: open },
  "gap-quota-not-filled": { kind: "inconclusive", params: {}, cause: open },
  "gap-too-few-calls": { kind: "inconclusive", params: { calls: 40 }, cause: open },
  "gap-change-too-fast": { kind: "inconclusive", params: {}, cause: open },
  "gap-jobs-too-young": { kind: "inconclusive", params: { hours: 2 }, cause: open },
  "gap-no-failed-job": { kind: "inconclusive", params: {}, cause: open },
  "gap-no-event": { kind: "inconclusive", params: {}, cause: open },
  "gap-nothing-delivered": { kind: "inconclusive", params: {}, cause: open },
  "gap-no-remediate": { kind: "inconclusive", params: {}, cause: open },
  "gap-no-alarm": { kind: "inconclusive", params: {}, cause: open },
  "gap-no-execution": { kind: "inconclusive", params: {}, cause: open },
  "gap-executions-too-young": { kind: "inconclusive", params: { days: 12 }, cause: open },
  "gap-no-service-roles": { kind: "inconclusive", params: {}, cause: open },
  "gap-function-silent": { kind: "inconclusive", params: {}, cause: open },
  "gap-no-record": { kind: "inconclusive", params: {}, cause: open },
});
