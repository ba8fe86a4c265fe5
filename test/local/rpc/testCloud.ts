import AlbSdk from "@alicloud/alb20200616";
import CasSdk from "@alicloud/cas20200407";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import { type Alb, type AlbOptions, createAlb } from "../../../local/alb/alb.ts";
import { createCallLog } from "../../../local/callLog/callLog.ts";
import { type Cas, createCas } from "../../../local/cas/cas.ts";
import type { CallRecord, CloudContext } from "../../../local/context.ts";
import { createFaults, type Faults } from "../../../local/faults/faults.ts";
import { createRam } from "../../../local/ram/ram.ts";
import { seededRandom } from "../../../local/random.ts";
import { listen } from "../../../local/wire/server.ts";
import { type Clock, systemClock } from "../../../shared/platform/clock.ts";

/** ALB and CAS on loopback ports, with the real RAM, faults and a call log; the official clients talk to them. */
export interface TestCloud {
  context: CloudContext;
  alb: Alb;
  cas: Cas;
  faults: Faults;
  calls: () => CallRecord[];
  albPort: number;
  casPort: number;
  albClient: AlbSdk.default;
  casClient: CasSdk.default;
  close(): Promise<void>;
}

export const ROOT = { accountId: "1234567890123456", accessKeyId: "local" };

export function clientConfig(port: number, key = { accessKeyId: "local", accessKeySecret: "local" }) {
  return new $OpenApiUtil.Config({
    ...key,
    regionId: "cn-hangzhou",
    protocol: "http",
    endpoint: `127.0.0.1:${port}`,
    readTimeout: 10_000,
    connectTimeout: 10_000,
  });
}

export async function startTestCloud(
  options: Partial<AlbOptions> & { clock?: Clock; seed?: string } = {},
): Promise<TestCloud> {
  const { clock = systemClock, seed = "test", ...albOptions } = options;
  const random = seededRandom(seed);
  const faults = createFaults(random, clock);
  const log = createCallLog();
  const context: CloudContext = {
    clock,
    region: "cn-hangzhou",
    accountId: ROOT.accountId,
    ram: createRam({ accountId: ROOT.accountId, clock, random }),
    random,
    logCall: (call) => log.log(call),
    faultFor: (call) => faults.faultFor(call),
  };
  const cas = createCas(context, { rateLimits: false });
  const alb = createAlb(context, { certificates: cas, changeMs: 1_000, ...albOptions });
  const albServer = await listen(alb, { port: 0, clock });
  const casServer = await listen(cas, { port: 0, clock });
  return {
    context,
    alb,
    cas,
    faults,
    calls: () => log.recent(),
    albPort: albServer.port,
    casPort: casServer.port,
    albClient: new AlbSdk.default(clientConfig(albServer.port)),
    casClient: new CasSdk.default(clientConfig(casServer.port)),
    async close() {
      await Promise.all([alb.close(), cas.close()]);
      await Promise.all([albServer.close(), casServer.close()]);
    },
  };
}
