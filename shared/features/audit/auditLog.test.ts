import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createSls, type Sls } from "../../../local/sls/sls.ts";
import { listen, type WireServer } from "../../../local/wire/server.ts";
import { testContext } from "../../../test/local/testContext.ts";
import { auditedCall, chainOf, KEY, START } from "../../../test/support/auditChains.ts";
import { openLogs } from "../../platform/clients/logs.ts";
import { CLOCK_GLOBAL, simulatedClock } from "../../platform/clock.ts";
import { type AuditLog, openAuditLog } from "./auditLog.ts";
import { verifyAudit } from "./ledger.ts";

const clock = simulatedClock(START);
const place = { project: "albflow", logstore: "audit" };
let sls: Sls;
let server: WireServer;
let log: AuditLog;

beforeAll(async () => {
  // The logs client stamps entries with the platform's time.
  Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
  sls = createSls(testContext(clock));
  server = await listen(sls, { port: 0, clock });
  const session = {
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { log: `http://sls.localhost:${server.port}` },
  };
  log = openAuditLog(openLogs(session), place);
});
afterAll(async () => {
  Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined });
  await server.close();
  sls.close();
});
beforeEach(() => {
  sls.importState({ projects: [] });
  sls.ensure(place);
});

const everything = () => ({ from: START, to: clock.now() + 1_000 });

test("what was written is read again, chain by chain, and is whole", async () => {
  const one = chainOf("rotate-1", [auditedCall(), auditedCall({ before: { name: "käse", n: 1.5 } })]);
  const other = chainOf("rotate-2", [auditedCall()]);
  for (const record of [one[0], other[0], one[1], one[2], other[1]])
    if (record !== undefined) await log.write([record]);
  const read = await log.read(everything());
  expect(read).toEqual({ records: [...one, ...other], unreadable: [] });
  expect(verifyAudit(read.records, { key: KEY })).toEqual([]);
  expect((await log.read({ ...everything(), chain: "rotate-2" })).records).toEqual(other);
});

test("more entries than one answer holds are all read", async () => {
  const chains = Array.from({ length: 30 }, (_, index) => chainOf(`many-${index}`, Array(9).fill(auditedCall())));
  const from = clock.now();
  for (const chain of chains) {
    await log.write(chain);
    await clock.advance(1_000);
  }
  const { records } = await log.read({ from, to: clock.now() });
  expect(records).toHaveLength(300);
  expect(verifyAudit(records, { key: KEY })).toEqual([]);
});

test("any number of entries in one second are all read", async () => {
  const chains = Array.from({ length: 30 }, (_, index) => chainOf(`once-${index}`, Array(9).fill(auditedCall())));
  for (const chain of chains) await log.write(chain);
  await log.write(chainOf("long", Array(120).fill(auditedCall())));
  const { records } = await log.read(everything());
  expect(records).toHaveLength(421);
  expect(verifyAudit(records, { key: KEY })).toEqual([]);
});

test("an entry whose search fields say something else than its record is unreadable", async () => {
  const [record] = chainOf("rotate-1", [auditedCall()]);
  const fields = {
    chain: "rotate-1",
    position: "1",
    kind: "call",
    action: "alb:GetListenerAttribute",
    resource: "lsn-1",
  };
  sls.write(place, "albflow_audit", [{ ...fields, record: JSON.stringify(record) }]);
  expect(await log.read(everything())).toEqual({ records: [], unreadable: ["rotate-1/1"] });
});
