import { beforeAll, expect, test } from "vitest";
import { compareAnswers } from "./compareAnswers.ts";
import { droppedSettings } from "./droppedSettings.ts";
import { excuses } from "./excuses.ts";
import { type Fidelity, measureFidelity } from "./measureFidelity.ts";

let fidelity: Fidelity;
beforeAll(async () => {
  fidelity = await measureFidelity();
});

test("what the official SDKs' response models have is sent, and nothing else, but for what stands in excuses.ts", () => {
  expect(fidelity.actions).toBeGreaterThan(200);
  expect(fidelity.unexplained).toEqual([]);
});

test("every documented value of every parameter is taken", () => {
  expect(fidelity.enumsIncomplete).toEqual([]);
});

test("what CloudFlow tells of executions and their events has documented values alone", () => {
  expect(fidelity.unknownFlowValues).toEqual([]);
});

test("every excuse is still needed", () => {
  const idle = excuses.filter(({ what }) => !fidelity.excused.some((difference) => what.test(difference)));
  expect(idle.map(({ what }) => what.source)).toEqual([]);
});

test("a field that is missing, of another case or of another type is a difference", () => {
  const model = new Map([
    ["Jobs", "array"],
    ["Jobs[]", "object"],
    ["Jobs[].Id", "string"],
    ["Jobs[].CreateTime", "number"],
    ["TotalCount", "number"],
  ]);
  expect(compareAnswers([{ Jobs: [{ id: "1", CreateTime: "2" }] }], model)).toEqual({
    neverSent: ["Jobs[].Id", "TotalCount"],
    surplus: ["Jobs[].id"],
    wrongTypes: ["Jobs[].CreateTime is string, not number"],
  });
});

test("a setting that no read tells is dropped", () => {
  const sent = [{ product: "alb" as const, action: "CreateListener", parameters: { Port: 80, Name: "shop" } }];
  expect(droppedSettings(sent, new Map([["alb ListListeners", [{ Listeners: [{ Port: 80 }] }]]]))).toEqual([
    "alb CreateListener drops Name",
  ]);
});
