import { projectFile } from "../../deployment/projectFolder.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { localDeployment } from "../localDeployment.ts";
import { localSession } from "../localSession.ts";
import { type Field, makeField } from "./field.ts";

/** A local cloud with the example own, in which changes take long enough to be looked at and calls have their rates. */
export async function startFieldCloud(): Promise<LocalCloud> {
  const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
  return startLocalCloud({
    ...target,
    port: 0,
    changeMs: 120,
    callsPerMinute: 200,
    seed: projectFile("local/seed/example.yaml"),
    deployment: localDeployment(target),
  });
}

/** A field on a local cloud: what is made there costs nothing. */
export function fieldOn(
  cloud: Pick<LocalCloud, "region" | "accountId" | "endpoints" | "rootKey">,
  options: Partial<Pick<Field, "mayWrite" | "signal" | "run">> = {},
): Field {
  const { mayWrite = true, signal = new AbortController().signal, run } = options;
  const { ram } = cloud.endpoints;
  return makeField({
    session: localSession(cloud),
    mayWrite,
    signal,
    isLocal: true,
    network: LOCAL_NETWORK,
    origins: { ram, sts: ram, resourcemanager: ram },
    ...(run === undefined ? {} : { run }),
  });
}

/** The local cloud knows no networks: it takes any. */
export const LOCAL_NETWORK = {
  vpcId: "vpc-fieldtest00000000",
  zones: ["h", "i"].map((zone) => ({ zone: `cn-hangzhou-${zone}`, vSwitch: `vsw-fieldtest0000000${zone}` })),
};
