import { randomUUID } from "node:crypto";
import { type Clock, systemClock } from "../shared/clock.ts";
import { type Alb, createAlb } from "./alb/alb.ts";
import type { DataPlane } from "./alb/dataPlane/contract.ts";
import { createDataPlane } from "./alb/dataPlane/dataPlane.ts";
import { type CallLog, createCallLog } from "./callLog/callLog.ts";
import { type Cas, createCas } from "./cas/cas.ts";
import { type CloudFlow, createCloudFlow, type FlowToPut } from "./cloudflow/cloudFlow.ts";
import type { CloudContext } from "./context.ts";
import { createFaults, type Faults } from "./faults/faults.ts";
import { createFunctionCompute, type FunctionCompute, type Isolation } from "./fc/functionCompute.ts";
import type { FunctionSpec } from "./fc/functionSpec.ts";
import { addressOf, freePortBlock, lowPortOffset, type Ports, portsFrom } from "./portBlock.ts";
import type { Ram, Role } from "./ram/contract.ts";
import { createRam } from "./ram/ram.ts";
import { seededRandom } from "./random.ts";
import { createSls, type Sls } from "./sls/sls.ts";
import { CloudError } from "./wire/cloudError.ts";
import { listen, type WireServer } from "./wire/server.ts";

/** What is deployed into a local cloud when it starts. */
export interface Deployment {
  functions: FunctionSpec[];
  /** What each function's `code` is relative to. */
  codeRoot: string;
  roles: Role[];
  flows: FlowToPut[];
  /** Set in every function: how it finds this cloud. */
  environment?: (endpoints: Endpoints) => Record<string, string>;
}

export interface LocalCloudOptions {
  /** First port of the block of seven; 0 takes any free block. Default 7700. */
  port?: number;
  /** Default `cn-hangzhou`. */
  region?: string;
  /** Sixteen digits. */
  accountId?: string;
  clock?: Clock;
  /** Decides everything random: one seed, one sequence. */
  seed?: string;
  /** Milliseconds that every change of a listener takes; realistic durations when absent (alb.md U17). */
  changeMs?: number;
  /** Changes take next to no time. */
  fast?: boolean;
  /** Absolute path: what the cloud holds survives the process there. */
  dataDir?: string;
  isolation?: Isolation;
  deployment?: Deployment;
}

/** Where each service listens, as its official client wants it written. */
export interface Endpoints {
  console: string;
  alb: string;
  cas: string;
  fnf: string;
  fc: string;
  log: string;
  ram: string;
  /** Added to listener ports below 1024 where the system does not let this process open them; else 0. */
  lowPortOffset: number;
}

/** A whole cloud in one process. */
export interface LocalCloud {
  endpoints: Endpoints;
  region: string;
  accountId: string;
  clock: Clock;
  alb: Alb;
  cas: Cas;
  cloudFlow: CloudFlow;
  fc: FunctionCompute;
  sls: Sls;
  ram: Ram;
  dataPlane: DataPlane;
  faults: Faults;
  calls: CallLog;
  /** Closes every socket and ends every function. */
  close(): Promise<void>;
}

/**
 * Starts ALB, CAS, CloudFlow, Function Compute, SLS and RAM on loopback, each on a port of its own.
 *
 * Rejects with the system's error when a port is taken; whatever was opened is closed again.
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { region = "cn-hangzhou", accountId = "1234567890123456", clock = systemClock } = options;
  const random = seededRandom(options.seed ?? randomUUID());
  const first = options.port === undefined ? 7700 : options.port === 0 ? await freePortBlock() : options.port;
  const ports = portsFrom(first);
  const endpoints = endpointsOf(ports, await lowPortOffset(addressOf(first, 0)));
  const deployment = options.deployment ?? { functions: [], codeRoot: ".", roles: [], flows: [] };

  const ram = createRam({ accountId, clock, random });
  for (const role of deployment.roles) ram.putRole(role);
  const faults = createFaults(random, clock);
  const calls = createCallLog();
  const context: CloudContext = {
    clock,
    region,
    accountId,
    ram,
    random,
    logCall: calls.log,
    faultFor: faults.faultFor,
  };
  const sls = createSls(context);
  const cas = createCas(context);
  const dataPlane = createDataPlane({
    clock,
    wireClock: systemClock,
    random,
    writeLogs: sls.write,
    mapPort: (port) => (port < 1024 ? port + endpoints.lowPortOffset : port),
  });
  let addresses = 0;
  const alb = createAlb(context, {
    dataPlane,
    certificates: cas,
    allocateAddress: (taken) => {
      for (;;) {
        const address = addressOf(first, addresses++);
        if (!taken.has(address)) return address;
      }
    },
    ...(options.changeMs === undefined ? {} : { changeMs: options.changeMs }),
    ...(options.fast === undefined ? {} : { fast: options.fast }),
  });
  const fc = createFunctionCompute(context, {
    functions: deployment.functions,
    codeRoot: deployment.codeRoot,
    logs: sls,
    environment: deployment.environment?.(endpoints) ?? {},
    isolation: options.isolation ?? { kind: "thread" },
  });
  const openApi: Record<string, Alb | Cas> = { alb, cas };
  const cloudFlow = createCloudFlow(context, {
    invokeFunction: (call) => fc.invokeFunction(call),
    callApi: async ({ roleArn, product, action, parameters }) => {
      const service = openApi[product.toLowerCase()];
      if (service === undefined) throw new CloudError(404, "InvalidProduct.NotFound", `No product ${product} here.`);
      return service.call(ram.identityOfRole(roleArn, "fnf.aliyuncs.com"), action, parameters);
    },
    ...(options.dataDir === undefined ? {} : { dataDir: `${options.dataDir}/cloudflow` }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });

  const servers: WireServer[] = [];
  const close = async () => {
    await Promise.all(servers.map((server) => server.close()));
    await cloudFlow.close();
    await fc.close();
    await alb.close();
    await cas.close();
    sls.close();
    await dataPlane.close();
  };
  try {
    await cloudFlow.start();
    for (const flow of deployment.flows) await cloudFlow.putFlow(flow);
    for (const [service, port] of [
      [alb, ports.alb],
      [cas, ports.cas],
      [cloudFlow, ports.fnf],
      [fc, ports.fc],
      [sls, ports.sls],
    ] as const) {
      servers.push(await listen(service, { port, clock }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoints, region, accountId, clock, alb, cas, cloudFlow, fc, sls, ram, dataPlane, faults, calls, close };
}

function endpointsOf(ports: Ports, lowPortOffset: number): Endpoints {
  return {
    console: `http://127.0.0.1:${ports.console}`,
    alb: `http://127.0.0.1:${ports.alb}`,
    cas: `http://127.0.0.1:${ports.cas}`,
    fnf: `http://127.0.0.1:${ports.fnf}`,
    fc: `http://127.0.0.1:${ports.fc}`,
    log: `http://sls.localhost:${ports.sls}`,
    ram: `http://127.0.0.1:${ports.ram}`,
    lowPortOffset,
  };
}
