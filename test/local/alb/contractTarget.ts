import AlbSdk from "@alicloud/alb20200616";
import type { AlbSeed } from "../../../local/alb/seed.ts";
import { simulatedClock } from "../../../shared/platform/clock.ts";
import { makeCertificate } from "../certificates.ts";
import { clientConfig, startTestCloud, type TestCloud } from "../rpc/testCloud.ts";
import { contractCertificates, contractSeed } from "./contractSeed.ts";
import { examples } from "./examples.ts";

/** What the contract suite is pointed at. */
export interface ContractTarget {
  isCloud: boolean;
  /** Writes only as dry runs. */
  dryRunOnly: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Back to the contract seed. */
  reset(): void;
  allows(kind: "read" | "write"): boolean;
  client(): AlbSdk.default;
  /** A client whose role may do nothing. */
  powerlessClient(): AlbSdk.default;
  /** A valid call; undefined: none is known here. */
  example(action: string): Record<string, unknown> | undefined;
  /** How to make what the action changes busy, and how it is refused then. */
  busy(action: string): Busy | undefined;
  state(): unknown;
}

interface Busy {
  resource: string;
  status: string;
  code: string;
  message: string;
  make(): void;
}

/**
 * The local cloud; or, with TARGET=cloud, the real one of ALIBABA_CLOUD_REGION with the keys of
 * ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET. There only reads are made, against resources that
 * are found by listing; ALLOW_WRITES=1 adds writes as dry runs.
 */
export function contractTarget(): Promise<ContractTarget> {
  return process.env.TARGET === "cloud" ? cloudTarget() : Promise.resolve(localTarget());
}

function localTarget(): ContractTarget {
  let cloud: TestCloud;
  let powerless: AlbSdk.default;
  const clock = simulatedClock(Date.UTC(2026, 10, 22));
  return {
    isCloud: false,
    dryRunOnly: false,
    async start() {
      cloud = await startTestCloud({ clock });
      for (const certId of contractCertificates) {
        const made = await makeCertificate({ names: [`c${certId}.example.com`] });
        cloud.cas.putCertificate({ name: `c${certId}`, certId, ...made });
      }
      const { ram, accountId } = cloud.context;
      ram.putRole({ name: "powerless", trusts: ["fc.aliyuncs.com"], policies: [] });
      const keys = ram.assumeRole(`acs:ram::${accountId}:role/powerless`, "fc.aliyuncs.com");
      const config = clientConfig(cloud.albPort, keys);
      config.securityToken = keys.securityToken;
      powerless = new AlbSdk.default(config);
    },
    stop: () => cloud.close(),
    reset: () => cloud.alb.importState(contractSeed),
    allows: () => true,
    client: () => cloud.albClient,
    powerlessClient: () => powerless,
    example: (action) => examples[action],
    busy(action) {
      const rig = busySeed(action);
      return rig === undefined ? undefined : { ...rig, make: () => cloud.alb.importState(rig.state) };
    },
    state: () => cloud.alb.exportState(),
  };
}

/** The same seed, but what the action is about is under another change. */
function busySeed(action: string): (Omit<Busy, "make"> & { state: AlbSeed }) | undefined {
  const { ListenerId, RuleId, RuleIds, Rules, ServerGroupId, SecurityPolicyId, AclId, LoadBalancerId, ResourceId } =
    (examples[action] ?? {}) as Record<string, string | undefined>;
  if (/^(Get|List|Describe)|TagResources$/.test(action)) return undefined;
  const incorrect = (kind: string, resource: string, status: string, state: AlbSeed) => ({
    resource,
    status,
    code: `IncorrectStatus.${kind}`,
    message: `The status of ${resource} [${status}] is incorrect.`,
    state: { ...contractSeed, ...state },
  });
  const listener = ListenerId ?? ((RuleId ?? RuleIds ?? Rules) ? "lsn-1" : undefined);
  if (listener !== undefined) {
    const listeners = contractSeed.listeners?.map((row) =>
      row.ListenerId === listener ? { ...row, ListenerStatus: "Configuring" as const } : row,
    );
    return incorrect("Listener", listener, "Configuring", { listeners });
  }
  if (ServerGroupId !== undefined) {
    const serverGroups = contractSeed.serverGroups?.map((row) =>
      row.ServerGroupId === ServerGroupId ? { ...row, ServerGroupStatus: "Configuring" as const } : row,
    );
    return incorrect("ServerGroup", ServerGroupId, "Configuring", { serverGroups });
  }
  if (SecurityPolicyId !== undefined) {
    const securityPolicies = contractSeed.securityPolicies?.map((row) => ({
      ...row,
      SecurityPolicyStatus: "Configuring" as const,
    }));
    return incorrect("SecurityPolicy", SecurityPolicyId, "Configuring", { securityPolicies });
  }
  if (AclId !== undefined) {
    const acls = contractSeed.acls?.map((row) => ({ ...row, AclStatus: "Configuring" as const }));
    return incorrect("Acl", AclId, "Configuring", { acls });
  }
  const loadBalancer = LoadBalancerId ?? (typeof ResourceId === "string" ? ResourceId : undefined);
  if (loadBalancer === undefined) return undefined;
  const loadBalancers = contractSeed.loadBalancers?.map((row) =>
    row.LoadBalancerId === loadBalancer ? { ...row, LoadBalancerStatus: "Configuring" as const } : row,
  );
  const busy = incorrect("LoadBalancer", loadBalancer, "Configuring", { loadBalancers });
  if (action !== "DisableLoadBalancerAccessLog") return busy;
  return {
    ...busy,
    code: "ResourceInConfiguring.LoadBalancer",
    message: `The specified resource of ${loadBalancer} is being configured, please try again later.`,
  };
}

async function cloudTarget(): Promise<ContractTarget> {
  const { ALIBABA_CLOUD_REGION: region = "cn-hangzhou", ALLOW_WRITES } = process.env;
  const config = clientConfig(0, {
    accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID ?? "",
    accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? "",
  });
  config.endpoint = `alb.${region}.aliyuncs.com`;
  config.protocol = "https";
  const client = new AlbSdk.default(config);
  const ids = await findIds(client);
  return {
    isCloud: true,
    dryRunOnly: true,
    start: async () => {},
    stop: async () => {},
    reset: () => {},
    allows: (kind) => kind === "read" || ALLOW_WRITES === "1",
    client: () => client,
    powerlessClient: () => client,
    example: (action) => replaceIds(examples[action], ids) as Record<string, unknown> | undefined,
    busy: () => undefined,
    state: () => undefined,
  };
}

/** Stands the account's own resources in for those of the contract seed. */
async function findIds(client: AlbSdk.default): Promise<Record<string, string>> {
  const { body: listeners } = await client.listListeners(
    new AlbSdk.ListListenersRequest({ listenerProtocol: "HTTPS", maxResults: 1 }),
  );
  const { body: groups } = await client.listServerGroups(new AlbSdk.ListServerGroupsRequest({ maxResults: 1 }));
  const { body: policies } = await client.listSecurityPolicies(
    new AlbSdk.ListSecurityPoliciesRequest({ maxResults: 1 }),
  );
  const [listener] = listeners?.listeners ?? [];
  return {
    "lsn-1": listener?.listenerId ?? "lsn-none",
    "alb-1": listener?.loadBalancerId ?? "alb-none",
    "sgp-1": groups?.serverGroups?.[0]?.serverGroupId ?? "sgp-none",
    "spy-1": policies?.securityPolicies?.[0]?.securityPolicyId ?? "tls_cipher_policy_1_2",
  };
}

function replaceIds(value: unknown, ids: Record<string, string>): unknown {
  if (typeof value === "string") return ids[value] ?? value;
  if (Array.isArray(value)) return value.map((item) => replaceIds(item, ids));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaceIds(member, ids)]));
}
