import AlbSdk from "@alicloud/alb20200616";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { albApi } from "../../../local/alb/albApi.ts";
import { albActions } from "../../../local/alb/registry.ts";
import type { ActionApi } from "../../../local/rpc/api.ts";
import { sampled } from "../../support/sampled.ts";
import { beyondLimits, withoutRequired } from "../rpc/brokenParameters.ts";
import { callFlat, callSdk, flat, type Outcome, type SdkClient } from "../rpc/sdkCall.ts";
import { type ContractTarget, contractTarget } from "./contractTarget.ts";
import { examples } from "./examples.ts";
import { knownDifferences } from "./knownDifferences.ts";

const target: ContractTarget = await contractTarget();
beforeAll(() => target.start());
afterAll(() => target.stop());
beforeEach(() => target.reset());

const call = (action: string, parameters: Record<string, unknown>) =>
  callSdk(target.client(), AlbSdk, action, parameters);
const callRaw = (action: string, parameters: Record<string, string>) =>
  callFlat(target.client() as unknown as SdkClient, "2020-06-16", action, parameters);
const codeOf = (outcome: Outcome) => ("error" in outcome ? outcome.error.code : "none");

test("every action of the table is played, and nothing else", () => {
  expect(Object.keys(albActions).sort()).toEqual(Object.keys(albApi.actions).sort());
  expect(Object.keys(examples).sort()).toEqual(Object.keys(albApi.actions).sort());
});

test("the table has the 32 documented actions and 47 from the SDK", () => {
  expect(Object.keys(albApi.actions)).toHaveLength(79);
});

for (const [action, api] of Object.entries(albApi.actions)) {
  const on = target.allows(api.kind) ? describe : describe.skip;
  on(action, () => contract(action, api));
}

function contract(action: string, api: ActionApi) {
  const valid = target.example(action) ?? {};
  const excused = (kind: string) => knownDifferences.find((one) => one.action === action && one.kind === kind);
  const kinds = (kind: string) => (target.isCloud && excused(kind) !== undefined ? test.skip : test);

  kinds("valid")("a valid call is answered with the documented fields", async () => {
    const outcome = target.dryRunOnly ? await call(action, { ...valid, DryRun: true }) : await call(action, valid);
    if (target.dryRunOnly && api.kind === "write") return expect(codeOf(outcome)).toBe("DryRunOperation");
    expect(outcome).toHaveProperty(
      "answer.RequestId",
      expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
    );
    if (!("answer" in outcome)) return;
    expect("JobId" in outcome.answer).toBe(api.returnsJobId);
    const documented = api.response.map((field) => field.replace(/:.*/, ""));
    expect(fieldsOf(outcome.answer).filter((field) => !isDocumented(field, documented))).toEqual([]);
  });

  for (const broken of sampled(2, withoutRequired(api, flat(valid)))) {
    kinds("required")(`refused: ${broken.what}`, async () => {
      expect(codeOf(await callRaw(action, broken.flat))).toBe(broken.code);
    });
  }

  for (const broken of sampled(4, beyondLimits(api, flat(valid)))) {
    kinds("limit")(`refused: ${broken.what}`, async () => {
      const outcome = await callRaw(action, broken.flat);
      expect(outcome).toMatchObject({ error: { code: broken.code, status: 400 } });
    });
  }

  for (const { path, flat: unknown, code } of unknownIds(action, flat(valid))) {
    kinds("unknown")(`an unknown ${path} is ${code}`, async () => {
      const outcome = await callRaw(action, unknown);
      expect(codeOf(outcome)).toBe(code);
      if ("error" in outcome) expect(outcome.error.status).toBe(404);
    });
  }

  const busy = target.busy(action);
  if (busy !== undefined) {
    kinds("busy")(`refused while ${busy.resource} is ${busy.status}`, async () => {
      busy.make();
      expect(await call(action, valid)).toMatchObject({
        error: { code: busy.code, status: 400, data: { Message: busy.message } },
      });
    });
  }

  if (api.dryRun) {
    kinds("dryRun")("a dry run passes as an error and changes nothing", async () => {
      const before = target.state();
      expect(await call(action, { ...valid, DryRun: true })).toMatchObject({
        error: { code: "DryRunOperation", status: 400 },
      });
      expect(target.state()).toEqual(before);
    });
  }

  if (api.clientToken && !target.dryRunOnly) {
    kinds("token")("a repeated token gets the first answer again and has no second effect", async () => {
      const first = await call(action, { ...valid, ClientToken: "token-1" });
      const state = target.state();
      expect(await call(action, { ...valid, ClientToken: "token-1" })).toEqual(first);
      expect(first).toHaveProperty("answer");
      expect(target.state()).toEqual(state);
    });

    kinds("mismatch")("a token with other parameters is refused", async () => {
      await call(action, { ...valid, ClientToken: "token-1" });
      const [name = ""] = Object.keys(flat(valid));
      const other = { ...flat(valid), ClientToken: "token-1", ...otherValue(action, name) };
      expect(await callRaw(action, other)).toMatchObject({
        error: { code: "IdempotentParameterMismatch", status: 400 },
      });
    });
  }

  if (!target.isCloud) {
    test("a role without permission is denied with the cloud's own body", async () => {
      const outcome = await callSdk(target.powerlessClient(), AlbSdk, action, valid);
      expect(outcome).toMatchObject({ error: { code: "NoPermission", status: 403 } });
    });
  }
}

/** A change of one parameter that still passes the table. */
function otherValue(action: string, first: string): Record<string, string> {
  const id = Object.keys(flat(examples[action] ?? {})).find((name) => /(Id|Ids\.1)$/.test(name));
  return { [id ?? first]: id === undefined ? "other-name" : "other-1" };
}

/** Ids at the top of a call, made unknown one at a time. */
function unknownIds(action: string, valid: Record<string, string>) {
  if (
    action.startsWith("List") &&
    action !== "ListListenerCertificates" &&
    !/^ListAcl[ER]|PolicyRelations$/.test(action)
  ) {
    return [];
  }
  return Object.keys(valid).flatMap((path) => {
    const kind = ID_PARAMETERS[path];
    if (kind === undefined || albApi.actions[action]?.response.length === 0) return [];
    return { path, flat: { ...valid, [path]: `${valid[path]}-unknown` }, code: `ResourceNotFound.${kind}` };
  });
}

const ID_PARAMETERS: Record<string, string> = {
  ListenerId: "Listener",
  LoadBalancerId: "LoadBalancer",
  ServerGroupId: "ServerGroup",
  SecurityPolicyId: "SecurityPolicy",
  AclId: "Acl",
  HealthCheckTemplateId: "HealthCheckTemplate",
  "HealthCheckTemplateIds.1": "HealthCheckTemplate",
  "AclIds.1": "Acl",
  RuleId: "Rule",
  "RuleIds.1": "Rule",
  "Rules.1.RuleId": "Rule",
  "SecurityPolicyIds.1": "SecurityPolicy",
  "DefaultActions.1.ForwardGroupConfig.ServerGroupTuples.1.ServerGroupId": "ServerGroup",
};

/** `Listeners[].ListenerId`: every field of an answer, in the table's notation. */
function fieldsOf(value: unknown, name = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => fieldsOf(item, `${name}[]`)))];
  if (typeof value !== "object" || value === null) return [name];
  return Object.entries(value).flatMap(([key, member]) => fieldsOf(member, name === "" ? key : `${name}.${key}`));
}

function isDocumented(field: string, documented: string[]): boolean {
  return documented.some((known) => known === field || known.startsWith(`${field}.`) || known.startsWith(`${field}[`));
}
