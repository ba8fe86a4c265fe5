import { afterAll, beforeAll, expect, test } from "vitest";
import type { CallRecord } from "../../../local/context.ts";
import { openContext } from "../../../test/local/cloudflow/openContext.ts";
import { serveCloudFlow } from "../../../test/local/cloudflow/testCloud.ts";
import { openCloudFlow } from "../../platform/clients/cloudFlow.ts";
import { clock, systemClock } from "../../platform/clock.ts";
import { readOnce } from "./readOnce.ts";

const OPERATIONS = ["startListener", "stopListener", "modifyListener", "rotateCertificate", "verify", "copyListener"];
const calls: CallRecord[] = [];
let served: Awaited<ReturnType<typeof serveCloudFlow>>;

beforeAll(async () => {
  served = await serveCloudFlow({ throttle: true, context: openContext(systemClock, calls) });
  const put = (name: string, state: string) =>
    served.cloudFlow.putFlow({
      name,
      definition: `{Type: StateMachine, SpecVersion: v1, Name: ${name}, StartAt: A, States: [${state}]}`,
    });
  await put("albflow-lock", "{Name: A, Type: Wait, Seconds: 60, End: true}");
  for (const name of ["keep", ...OPERATIONS]) await put(`albflow-${name}`, "{Name: A, Type: Succeed}");
  for (const operation of OPERATIONS) await client().start(`albflow-${operation}`, "once", { listenerId: "lsn-1" });
});
afterAll(() => served.close());

function client() {
  return openCloudFlow({
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { fnf: `http://127.0.0.1:${served.server.port}` },
  });
}

/** What an instance of the API's function does for a viewer: each lists the executions of all operations. */
function view(since = 0) {
  const cloudFlow = client();
  const list = async () => {
    const rows = [];
    for (const operation of OPERATIONS) {
      for (const row of await cloudFlow.list(`albflow-${operation}`, "", 20)) rows.push({ operation, row });
    }
    return rows;
  };
  return readOnce(cloudFlow, "albflow", { question: "20", since, list });
}

const lists = () => calls.filter(({ action }) => action === "ListExecutions").length;

test("twenty viewers at once, each with an instance of their own, cost one listing within the account's rates", async () => {
  // All twenty ask in the same twenty seconds.
  const left = 20_000 - (clock.now() % 20_000);
  if (left < 5_000) await clock.sleep(left);
  const listings = await Promise.all(Array.from({ length: 20 }, () => view()));
  const shown = listings.map(({ value }) =>
    value.map(({ operation, row }) => `${operation} ${row.Name} ${row.Status}`),
  );
  expect(new Set(shown.map((rows) => rows.join()))).toEqual(
    new Set([OPERATIONS.map((operation) => `${operation} once Succeeded`).join()]),
  );
  expect(lists()).toBe(6);
  expect(calls.filter(({ code = "" }) => code.startsWith("Throttling"))).toEqual([]);
});

test("whoever has just done something sees it, and lists by themselves", async () => {
  const before = lists();
  await view(clock.now());
  expect(lists() - before).toBeGreaterThanOrEqual(6);
});
