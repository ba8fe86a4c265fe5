import { afterAll, beforeAll, expect, test } from "vitest";
import { makeLocalIssuer } from "../../../cli/local/localIssuer.ts";
import { localDeployment } from "../../../cli/localDeployment.ts";
import type { LocalCloud } from "../../../local/cloud.ts";
import { startLocalCloud } from "../../../local/localCloud.ts";
import { operationNames } from "../../../shared/core/operationNames.ts";
import { withoutTimers } from "../../support/withoutTimers.ts";

const place = { region: "cn-hangzhou", accountId: "1234567890123456" };
const issuer = makeLocalIssuer();
let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud({
    ...place,
    port: 0,
    seed: "local/seed/example.yaml",
    fast: true,
    deployment: withoutTimers(localDeployment(place, issuer.environment)),
  });
});
afterAll(() => cloud.close());

test("viewers who ask at once, each answered by a thread of the built function, cost one listing for all", async () => {
  const names = ["vera", "viktor", "vesna", "vito"];
  const tokens = await Promise.all(
    names.map((name) => issuer.token({ name, grants: ["viewer"], now: cloud.clock.now() })),
  );
  // The first who lists is slow, so that all have asked before she is done.
  cloud.faults.add({ service: "fnf", action: "ListExecutions", fault: { kind: "delay", ms: 300 }, count: 1 });
  const answers = await Promise.all(
    tokens.map(async (token) => {
      const response = await fetch(`${cloud.endpoints.fc}/proxy/albflow-api/v1/executions`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return { status: response.status, body: await response.json() };
    }),
  );
  expect(answers).toMatchObject(names.map(() => ({ status: 200, body: { executions: [] } })));
  const calls = cloud.calls.recent({ service: "fnf" }).filter(({ status }) => status === 200);
  const count = (action: string, resource: string) =>
    calls.filter((call) => call.action === action && (call.resource ?? "").includes(resource)).length;
  // A thread that was asked before remembers, and claims nothing: so many threads have asked.
  expect(count("StartExecution", "albflow-lock")).toBeGreaterThan(1);
  // Those who ask before and after a turn of twenty seconds are two companies.
  expect(count("ListExecutions", "")).toBeLessThanOrEqual(2 * operationNames.length);
});
