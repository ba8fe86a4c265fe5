import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { cliMessage } from "../../deployment/language.ts";
import { componentOf, emptyCloud, inputsFor, PROPS } from "../../test/deployment/deployed.ts";
import { LogsComponent } from "./component.ts";

let cloud: Awaited<ReturnType<typeof emptyCloud>>;
beforeAll(async () => {
  cloud = await emptyCloud();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloud.close();
});

const sources = [
  { project: "albflow-reports", logstore: "actiontrail_albflow" },
  { project: "albflow-traces", logstore: "alb_traced" },
];

test("in an account without any, the projects, logstores and indexes are made that functions write to and are called with", async () => {
  const { component, said } = componentOf(LogsComponent);
  expect(await component.deploy(inputsFor({ ...PROPS, sources }))).toMatchObject({ created: 10, changed: 0 });
  expect(said.filter((line) => line.startsWith("+"))).toEqual([
    "+ log project albflow-reports",
    "+ log project albflow-traces",
    "+ logstore albflow-reports/albflow",
    "+ index of logstore albflow-reports/albflow",
    "+ logstore albflow-reports/albflow-functions",
    "+ index of logstore albflow-reports/albflow-functions",
    "+ logstore albflow-reports/actiontrail_albflow",
    "+ index of logstore albflow-reports/actiontrail_albflow",
    "+ logstore albflow-traces/alb_traced",
    "+ index of logstore albflow-traces/alb_traced",
  ]);
  expect(await component.deploy(inputsFor({ ...PROPS, sources }))).toMatchObject({ created: 0, unchanged: 10 });
});

test("what is there is never removed, and that is said", async () => {
  const { component, said } = componentOf(LogsComponent);
  expect(await component.remove(inputsFor(PROPS))).toMatchObject({ removed: 0 });
  expect(said).toContain(cliMessage("logstore-stays", { what: "logstore albflow-reports/albflow-functions" }));
  expect(await component.deploy(inputsFor(PROPS))).toMatchObject({ created: 0, unchanged: 5 });
});
