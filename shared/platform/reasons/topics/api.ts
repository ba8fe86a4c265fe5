import { defineReasons, orNull } from "../define.ts";

const text = { code: "name-blank", params: {} };
const asked = { en: "A request is not one that the API serves.", zh: "API 不支持该请求。" };
const allowed = { en: "The caller may not do it.", zh: "调用者没有权限。" };
const known = { en: "The API does not know who calls.", zh: "API 无法识别调用者。" };
const link = { en: "A link to an approval leads nowhere.", zh: "审批链接无效。" };

/** Why the API or the page does not serve a request. */
export const apiReasons = defineReasons({
  "body-too-large": { kind: "invalid", params: { most: 262_144 }, cause: asked },
  "body-missing": { kind: "invalid", params: {}, cause: asked },
  "body-unexpected": { kind: "invalid", params: {}, cause: asked },
  "body-not-json": { kind: "invalid", params: { isType: true }, cause: asked },
  "request-invalid": {
    kind: "invalid",
    params: {
      part: "query",
      problems: [{ pointer: "/limit", problem: { code: "value-of-other-type", params: { type: "integer" } } }],
    },
    cause: asked,
  },
  "idempotency-key-invalid": { kind: "invalid", params: { most: 127 }, cause: asked },
  "idempotency-key-used": { kind: "refusal", params: { execution: "api-stopListener-1" }, cause: asked },
  "too-many-requests": { kind: "refusal", params: { seconds: orNull(3) }, cause: asked },
  "cursor-invalid": { kind: "invalid", params: {}, cause: asked },
  "address-unknown": { kind: "invalid", params: {}, cause: asked },
  "method-unknown": { kind: "invalid", params: {}, cause: asked },
  "form-foreign": { kind: "refusal", params: {}, cause: asked },
  "execution-not-found": { kind: "refusal", params: { execution: "cli-1" }, cause: asked },
  "round-not-found": { kind: "refusal", params: { round: "round-20261128T120000" }, cause: asked },
  "bulk-not-found": { kind: "refusal", params: { bulk: "api-bulk-stopListener-1" }, cause: asked },
  "bulk-nothing-to-do": { kind: "refusal", params: { operation: "modifyListener" }, cause: asked },
  "bulk-nothing-selected": { kind: "invalid", params: {}, cause: asked },
  "bulk-plan-stale": { kind: "refusal", params: { operation: "modifyListener" }, cause: asked },
  "bulk-too-many": { kind: "invalid", params: { count: 50, most: 40 }, cause: asked },
  "bulk-too-large": { kind: "invalid", params: { count: 40, bytes: 60_000, most: 40_960 }, cause: asked },
  "bulk-listener-twice": { kind: "refusal", params: { listenerId: "lsn-1" }, cause: asked },
  "bulk-target-told": { kind: "detail", params: {}, cause: asked },
  "selector-invalid": { kind: "invalid", params: { part: "colour=red" }, cause: asked },
  "selector-empty": { kind: "invalid", params: { selector: "name=shop-*" }, cause: asked },
  "operation-not-found": { kind: "refusal", params: { operation: "startListener" }, cause: asked },

  "not-allowed": {
    kind: "refusal",
    params: { name: "olga", act: "operate", operation: orNull("startListener"), touches: ["alb-1/lsn-1"] },
    cause: allowed,
  },
  "machine-cannot-approve": { kind: "refusal", params: { name: "ci" }, cause: allowed },

  "not-authenticated": {
    kind: "refusal",
    params: { cause: { code: "credentials-not-sent", params: {} } },
    cause: known,
  },
  "credentials-needed": { kind: "refusal", params: {}, cause: known },
  "grant-needed": { kind: "refusal", params: {}, cause: allowed },
  "credentials-not-sent": { kind: "detail", params: {}, cause: known },
  "credentials-of-no-kind": { kind: "detail", params: {}, cause: known },
  "machine-without-grants": { kind: "detail", params: {}, cause: known },
  "source-unknown": { kind: "detail", params: {}, cause: known },
  "token-subject-unfit": { kind: "detail", params: { problem: text }, cause: known },
  "token-not-believed": { kind: "detail", params: { error: "ERR_JWT_EXPIRED", claim: orNull("exp") }, cause: known },
  "token-keys-unreachable": { kind: "failure", params: { error: orNull("ERR_JWKS_TIMEOUT") }, cause: known },

  "approval-link-invalid": { kind: "refusal", params: {}, cause: link },
  "approval-link-expired": { kind: "refusal", params: {}, cause: link },
  "approval-link-used": { kind: "refusal", params: {}, cause: link },
  "approval-link-outdated": { kind: "refusal", params: {}, cause: link },
  "approval-not-waiting": { kind: "refusal", params: {}, cause: link },
  "answered-at-once": {
    kind: "refusal",
    params: {},
    cause: { en: "Two people answered the same question at the same moment.", zh: "两人同时回应了同一个审批请求。" },
  },
});
