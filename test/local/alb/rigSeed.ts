import { type Alb, type AlbOptions, createAlb } from "../../../local/alb/alb.ts";
import { type Cas, createCas } from "../../../local/cas/cas.ts";
import type { CloudContext, Fault } from "../../../local/context.ts";
import { createFaults, type Faults } from "../../../local/faults/faults.ts";
import { createRam } from "../../../local/ram/ram.ts";
import { seededRandom } from "../../../local/random.ts";
import { type SimulatedClock, simulatedClock } from "../../../shared/platform/clock.ts";
import { makeCertificate } from "../certificates.ts";
import { ROOT } from "../rpc/testCloud.ts";
import { contractCertificates, contractSeed } from "./contractSeed.ts";
import { type FakeDataPlane, fakeDataPlane } from "./fakeDataPlane.ts";

/** ALB in the contract seed, in simulated time, with a data plane that only remembers. */
export interface AlbRig {
  alb: Alb;
  cas: Cas;
  clock: SimulatedClock;
  plane: FakeDataPlane;
  faults: Faults;
  context: CloudContext;
  /** Calls as root; refusals reject. */
  call(action: string, parameters?: Record<string, unknown>): Promise<Record<string, never>>;
  /** The code with which a call is refused; fails when it is not. */
  refusal(action: string, parameters?: Record<string, unknown>): Promise<string>;
  status(listenerId?: string): Promise<string>;
  fault(action: string, fault: Fault, count?: number): void;
}

export const STARTED_AT = Date.UTC(2026, 10, 22);

export async function rigSeed(options: Partial<AlbOptions> = {}): Promise<AlbRig> {
  const clock = simulatedClock(STARTED_AT);
  const random = seededRandom("alb");
  const faults = createFaults(random, clock);
  const context: CloudContext = {
    clock,
    region: "cn-hangzhou",
    accountId: ROOT.accountId,
    ram: createRam({ accountId: ROOT.accountId, clock, random }),
    random,
    logCall: () => {},
    faultFor: (call) => faults.faultFor(call),
  };
  const cas = createCas(context);
  for (const certId of contractCertificates) {
    cas.putCertificate({
      name: `c${certId}`,
      certId,
      ...(await makeCertificate({ names: [`c${certId}.example.com`] })),
    });
  }
  const plane = fakeDataPlane();
  const alb = createAlb(context, { certificates: cas, dataPlane: plane, state: contractSeed, ...options });
  await alb.settled();
  const call = async (action: string, parameters: Record<string, unknown> = {}) =>
    (await alb.call(ROOT, action, parameters)) as Record<string, never>;
  return {
    alb,
    cas,
    clock,
    plane,
    faults,
    context,
    call,
    async refusal(action, parameters) {
      const outcome = await call(action, parameters).catch((error: { code: string }) => error);
      if (typeof outcome.code !== "string") throw new Error(`${action} was not refused.`);
      return outcome.code;
    },
    status: async (ListenerId = "lsn-1") => (await call("GetListenerAttribute", { ListenerId })).ListenerStatus ?? "",
    fault: (action, fault, count = 1) => void faults.add({ service: "alb", action, fault, count }),
  };
}
