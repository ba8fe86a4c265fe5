import Log from "@alicloud/log";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SimulatedClock, simulatedClock } from "../../shared/platform/clock.ts";
import { makeCertificate } from "../../test/local/certificates.ts";
import type { LocalCloud, Snapshot } from "../cloud.ts";
import type { CloudEvent } from "../fc/triggers/matchEvent.ts";
import { startLocalCloud } from "../localCloud.ts";
import { exportSeed } from "../seed/exportSeed.ts";
import { createActionTrail } from "./actionTrail.ts";
import "../../test/local/localhostNames.ts";
import { testContext } from "../../test/local/testContext.ts";

const BEGINNING = Date.UTC(2026, 10, 22, 12);
const ROOT = { accountId: "1234567890123456", accessKeyId: "local" };
const TRAIL = { project: "trails", logstore: "actiontrail_all" };

let cloud: LocalCloud;
let clock: SimulatedClock;
let beginning: Snapshot;
beforeAll(async () => {
  cloud = await startLocalCloud({
    port: 0,
    clock: simulatedClock(BEGINNING),
    seed: "local/seed/example.yaml",
    isolation: { kind: "inProcess" },
  });
  clock = cloud.clock as SimulatedClock;
  await cloud.seedWith({ trails: [TRAIL] });
  beginning = cloud.snapshot();
});
beforeEach(() => cloud.reset(beginning));
afterAll(() => cloud.close());

/** The events that the trail has delivered by now. */
function delivered(): Record<string, unknown>[] {
  const { projects } = cloud.sls.exportState() as {
    projects: { name: string; logstores: { name: string; shards: { groups: { logs: Logged[] }[] }[] }[] }[];
  };
  const store = projects.find(({ name }) => name === "trails")?.logstores.find(({ name }) => name === TRAIL.logstore);
  const logs = store?.shards.flatMap(({ groups }) => groups.flatMap((group) => group.logs)) ?? [];
  return logs.map(({ contents }) => JSON.parse(contents.find(([name]) => name === "event")?.[1] ?? ""));
}

interface Logged {
  contents: [string, string][];
}

describe("a trail", () => {
  test("tells of a call that changes something, a little later, by whom and with what", async () => {
    const { RequestId } = await cloud.alb.call(ROOT, "StopListener", { ListenerId: "lsn-plain" });
    expect(delivered()).toEqual([]);
    await clock.advance(1_000);
    expect(delivered()).toEqual([
      expect.objectContaining({
        eventName: "StopListener",
        eventRW: "Write",
        serviceName: "Alb",
        acsRegion: "cn-hangzhou",
        eventTime: "2026-11-22T12:00:00Z",
        requestId: RequestId,
        requestParameters: { ListenerId: "lsn-plain" },
        requestParameterJson: '{"ListenerId":"lsn-plain"}',
        userIdentity: expect.objectContaining({ type: "root-account" }),
      }),
    ]);
  });

  test("tells of a role by its name and session", async () => {
    await cloud.alb
      .call({ ...ROOT, roleName: "albflow-stopListener" }, "StopListener", { ListenerId: "lsn-plain" })
      .catch(() => {});
    await clock.advance(1_000);
    expect(delivered()[0]).toMatchObject({
      userIdentity: { type: "assumed-role", userName: "albflow-stopListener:local" },
    });
  });

  test("tells of a call that failed, with its code, and of no read", async () => {
    await cloud.alb.call(ROOT, "GetListenerAttribute", { ListenerId: "lsn-plain" });
    await expect(cloud.alb.call(ROOT, "StopListener", { ListenerId: "lsn-gone" })).rejects.toThrow();
    await clock.advance(1_000);
    expect(delivered()).toEqual([
      expect.objectContaining({ eventName: "StopListener", errorCode: "ResourceNotFound.Listener" }),
    ]);
  });

  test("tells of a logstore and a log project that are deleted", async () => {
    const keys = { accessKeyId: "local", accessKeySecret: "local" };
    const log = new Log({ ...keys, endpoint: `http://sls.localhost:${new URL(cloud.endpoints.log).port}` });
    await log.deleteLogStore("albflow-traces", "alb_traced");
    await log.deleteProject("albflow-traces");
    await clock.advance(1_000);
    const reported = delivered().map(({ serviceName, eventName, requestParameters }) => ({
      [`${String(serviceName)} ${String(eventName)}`]: requestParameters,
    }));
    // Each is on its way for a time of its own.
    expect(Object.assign({}, ...reported)).toEqual({
      "Sls DeleteLogStore": { ProjectName: "albflow-traces", LogstoreName: "alb_traced" },
      "Sls DeleteProject": { ProjectName: "albflow-traces" },
    });
  });

  test("never tells a key", async () => {
    const { certificatePem: Cert, privateKeyPem: Key } = await makeCertificate({ names: ["example.com"] });
    await cloud.cas.call(ROOT, "UploadUserCertificate", { Name: "new", Cert, Key });
    await clock.advance(1_000);
    expect(delivered()).toEqual([
      expect.objectContaining({ eventName: "UploadUserCertificate", requestParameters: { Name: "new" } }),
    ]);
    expect(JSON.stringify(delivered())).not.toMatch(/BEGIN|PRIVATE/);
  });

  test("is part of the seed that is exported", () => {
    expect(exportSeed(cloud, { withKeys: false }).trails).toEqual([TRAIL]);
  });
});

test("EventBridge carries it in an envelope, whose type is the product's", async () => {
  const emitted: CloudEvent[] = [];
  const context = testContext(simulatedClock(BEGINNING));
  const trail = createActionTrail(context, {
    sls: { write: () => {}, ensure: () => {} },
    emit: (event) => void emitted.push(event),
  });
  trail.record({
    at: BEGINNING,
    product: "Alb",
    host: "alb.cn-hangzhou.aliyuncs.com",
    action: "StopListener",
    identity: ROOT,
    parameters: { ListenerId: "lsn-plain" },
    requestId: "REQUEST-1",
    remoteAddress: "203.0.113.7",
    userAgent: "AlibabaCloud",
  });
  await (context.clock as SimulatedClock).advance(1_000);
  expect(emitted).toEqual([
    expect.objectContaining({
      specversion: "1.0",
      source: "acs.alb",
      type: "alb:ActionTrail:ApiCall",
      time: "2026-11-22T12:00:00Z",
      data: expect.objectContaining({ eventName: "StopListener", requestId: "REQUEST-1" }),
    }),
  ]);
});
