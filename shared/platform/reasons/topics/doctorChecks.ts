import { defineReasons } from "../define.ts";

/** The checks of `albflow doctor`, and how each of them ends. */
export const doctorCheckReasons = defineReasons({
  "deployed-resource": {
    kind: "detail",
    params: { type: "role", name: "albflow-verify", of: "" },
    cause: { en: "What a finding is about.", zh: "检查结果所针对的对象。" },
  },
  "check-endpoints": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-credentials": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-preparation": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-roles": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-functions": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-dry-runs": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-triggers": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-flows": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-timers": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-settings": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-reports": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-audit-trail": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-channels": { kind: "detail", params: {}, cause: { en: "Name of a check.", zh: "检查项名称。" } },
  "check-passed": {
    kind: "result",
    params: { check: { code: "check-roles", params: {} }, count: 5 },
    cause: { en: "Everything that a check looked at is as it should be.", zh: "该检查项的所有对象均正常。" },
  },
  "check-empty": {
    kind: "result",
    params: { check: { code: "check-timers", params: {} } },
    cause: { en: "A check has nothing to look at yet.", zh: "该检查项暂无可检查的对象。" },
  },
  "doctor-healthy": {
    kind: "result",
    params: {},
    cause: { en: "Every check of the doctor passed.", zh: "所有检查项均通过。" },
  },
  "doctor-problems": {
    kind: "result",
    params: { count: 3 },
    cause: { en: "Some checks of the doctor found problems.", zh: "部分检查项发现问题。" },
  },
});
