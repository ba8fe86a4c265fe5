import { projectFile } from "../../deployment/projectFolder.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { type SimulatedClock, simulatedClock, systemClock } from "../../shared/platform/clock.ts";
import { localDeployment } from "../localDeployment.ts";
import { localSession } from "../localSession.ts";
import { type Field, makeField } from "./field.ts";

/** A local cloud whose time stands still but where a field test lets it pass: nothing is waited for, nothing is missed. */
export interface FieldCloud extends LocalCloud {
  time: SimulatedClock;
}

/** A local cloud with the example's own, in which changes take a while that can be looked into, and calls have their rates. */
export async function startFieldCloud(): Promise<FieldCloud> {
  const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
  // It begins at the machine's time, and is not ahead of it by more than the minutes that signatures are good for.
  const time = simulatedClock(systemClock.now());
  const cloud = await startLocalCloud({
    ...target,
    port: 0,
    clock: time,
    changeMs: 120,
    callsPerMinute: 200,
    seed: projectFile("local/seed/example.yaml"),
    deployment: localDeployment(target),
  });
  return Object.assign(cloud, { time });
}

/** A field on a local cloud: what is made there costs nothing. */
export function fieldOn(
  cloud: Pick<FieldCloud, "region" | "accountId" | "endpoints" | "rootKey" | "time">,
  options: Partial<Pick<Field, "mayWrite" | "signal" | "run">> = {},
): Field {
  const { mayWrite = true, signal = new AbortController().signal, run } = options;
  const { ram } = cloud.endpoints;
  return makeField({
    session: localSession(cloud),
    mayWrite,
    signal,
    isLocal: true,
    time: cloud.time,
    network: LOCAL_NETWORK,
    origins: { ram, sts: ram, resourcemanager: ram, actiontrail: ram },
    ...(run === undefined ? {} : { run }),
  });
}

/** The local cloud knows no networks: it takes any. */
export const LOCAL_NETWORK = {
  vpcId: "vpc-fieldtest00000000",
  zones: ["h", "i"].map((zone) => ({ zone: `cn-hangzhou-${zone}`, vSwitch: `vsw-fieldtest0000000${zone}` })),
};
