import { expect, test } from "vitest";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { ApiProblem } from "../../apiClient.ts";
import type { PageCall } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { choicesFor, type PickerRequest } from "./pickers.ts";
import { pickerWords } from "./pickerWords.ts";

const DAY_MS = 86_400_000;
const END = Date.UTC(2026, 11, 10);

/** A call whose API answers with these, by path; others are refused. */
function callWith(answers: Record<string, object>, asked: string[] = [], language: Language = "en"): PageCall {
  const api = {
    async get(path: string, query: Record<string, string> = {}) {
      asked.push(`${path}?${new URLSearchParams(query).toString()}`);
      const answer = answers[path];
      if (answer === undefined) throw new ApiProblem({ type: "about:blank", title: "Forbidden", status: 403 });
      return { nextCursor: null, ...answer };
    },
  };
  const identity = { name: "olga", kind: "person", grants: [{ role: "operator", resources: "*", operations: "*" }] };
  return { api, language, identity, query: new URLSearchParams() } as unknown as PageCall;
}

const description = {
  certificates: [
    { id: "1-cn-hangzhou", names: ["a.com", "b.com"], daysLeft: 7, isDefault: true, notAfter: END },
    { id: "2-cn-hangzhou", names: ["c.com"], daysLeft: 60, isDefault: false, notAfter: END + 60 * DAY_MS },
  ],
} as unknown as ListenerDescription;

const about = (operation: string, values: Record<string, string> = {}): PickerRequest => ({
  operation,
  listenerId: "lsn-1",
  description,
  values: new Map(Object.entries(values).map(([name, text]) => [name, [text]])),
});

const stored = (id: string, names: string[], endDate: string, more = {}) => ({
  id: `${id}-cn-hangzhou`,
  name: id,
  names,
  endDate,
  daysLeft: 89,
  algorithm: "RSA",
  isUsed: false,
  unfit: [],
  ...more,
});

test("a successor covers every name and ends later; of the others it is said why they do not fit, last", async () => {
  const storedCertificates = [
    stored("3", ["a.com"], "2027-03-01"),
    stored("4", ["a.com", "*.com", "b.com"], "2026-11-30"),
    stored("5", ["a.com", "b.com"], "2027-03-01"),
    stored("1", ["a.com", "b.com"], "2026-12-10", { isUsed: true }),
  ];
  const asked = about("rotateCertificate", { certificateId: "1-cn-hangzhou" });
  const call = callWith({ "/stored-certificates": { storedCertificates } });
  const choices = (await choicesFor(call, ["successorId"], asked)).get("successorId")?.choices;
  expect(choices?.map(({ value, unfit }) => [value, unfit])).toEqual([
    ["5-cn-hangzhou", ""],
    ["3-cn-hangzhou", "does not cover b.com"],
    ["4-cn-hangzhou", pickerWords.endsSooner[0]],
  ]);
  expect(choices?.[0]?.label).toBe("a.com, b.com · until 2027-03-01 · 89 d · RSA · 5-cn-hangzhou");
});

test.each([
  ["rotateCertificate", "certificateId", ["1-cn-hangzhou", "2-cn-hangzhou"]],
  ["promoteCertificate", "certificateId", ["2-cn-hangzhou"]],
  ["removeCertificates", "certificateIds", ["2-cn-hangzhou"]],
  ["addCertificates", "certificateIds", ["3-cn-hangzhou"]],
  ["copyListener", "certificateId", ["2-cn-hangzhou", "3-cn-hangzhou"]],
] as const)("%s is offered the certificates that it can do something with", async (operation, field, ids) => {
  const storedCertificates = [stored("2", ["c.com"], "2027-02-08"), stored("3", ["d.com"], "2027-03-01")];
  const call = callWith({ "/stored-certificates": { storedCertificates } });
  const choices = (await choicesFor(call, [field], about(operation))).get(field)?.choices;
  expect(choices?.map(({ value }) => value)).toEqual(ids);
});

test("server groups are asked for with their health, for this listener, and told in the reader's language", async () => {
  const serverGroups = [
    { id: "sgp-1", name: "blue", protocol: "HTTP", servers: 2, health: { down: 1 }, isUsed: true, unfit: [] },
    {
      id: "sgp-2",
      name: "green",
      protocol: "HTTP",
      servers: 0,
      health: null,
      isUsed: false,
      unfit: [{ message: "没有" }],
    },
  ];
  const asked: string[] = [];
  const call = callWith({ "/server-groups": { serverGroups } }, asked, "zh");
  const choices = (await choicesFor(call, ["serverGroupId"], about("changeServerGroup"))).get("serverGroupId");
  expect(asked).toEqual(["/server-groups?limit=100&listenerId=lsn-1&health=true"]);
  expect(choices?.choices).toEqual([
    { value: "sgp-1", label: "blue · sgp-1 · HTTP · 2 台后端服务器 · 1 台异常 · 当前使用", unfit: "" },
    { value: "sgp-2", label: "green · sgp-2 · HTTP · 0 台后端服务器", unfit: "没有" },
  ]);
});

test("logstores are those of the project that is filled in, or of all, and another one can be typed", async () => {
  const call = callWith({
    "/log-projects": { logProjects: [{ id: "p-1" }, { id: "p-2" }].map((one) => ({ ...one, unfit: [] })) },
    "/log-projects/p-1/logstores": { logstores: [{ id: "alb", unfit: [] }] },
    "/log-projects/p-2/logstores": {
      logstores: [
        { id: "alb", unfit: [] },
        { id: "own", unfit: [] },
      ],
    },
  });
  const of = async (values: Record<string, string>) =>
    (await choicesFor(call, ["logstore"], about("enableTracing", values))).get("logstore");
  expect(await of({ project: "p-2" })).toEqual({
    isCut: true,
    choices: [
      { value: "alb", label: "alb · p-2", unfit: "" },
      { value: "own", label: "own · p-2", unfit: "" },
    ],
  });
  expect((await of({}))?.choices.map(({ label }) => label)).toEqual(["alb · p-1, p-2", "own · p-2"]);
});

test("whoever is shown only a part of what there is may type an id, too", async () => {
  const answers = { "/tls-policies": { tlsPolicies: [] } };
  const isCut = async (call: PageCall) =>
    (await choicesFor(call, ["securityPolicyId"], about("changeTlsPolicy"))).get("securityPolicyId")?.isCut;
  expect(await isCut(callWith(answers))).toBe(false);
  const grants = [{ role: "operator", resources: "lsn-*", operations: "*" }];
  expect(await isCut({ ...callWith(answers), identity: { name: "olga", kind: "person", grants } } as never)).toBe(true);
});

test("what may not be listed is typed, and a form is there all the same", async () => {
  const names = ["serverGroupId", "create.vpcId", "watchSeconds"];
  expect(await choicesFor(callWith({}), names, about("changeServerGroup"))).toEqual(new Map());
});
