import type { Seed } from "../../../local/localCloud.ts";

/** An operation of a round, and how its listener is when it was made. */
export interface KilledOperation {
  operation: string;
  execution: string;
  input: object;
  /** Undefined for what is about no listener. */
  listenerId?: string;
  /** What `resourceOf` says of the listener before, and when the operation was made. */
  before: string;
  after: string;
}

/** Twenty-four operations on as many listeners and groups: rotations, modifications, switches, creations, deletions. */
export function operationsOfRound(): KilledOperation[] {
  return [
    ...numbers(10).map((n) => ({
      operation: "rotateCertificate",
      execution: `rotate-${n}`,
      input: { listenerId: `lsn-rotate${n}`, certificateId: certificateId(n, 0), successorId: certificateId(n, 1) },
      listenerId: `lsn-rotate${n}`,
      before: `certificates ${certificateId(n, 0)}`,
      after: `certificates ${certificateId(n, 1)}`,
    })),
    ...numbers(6).map((n) => ({
      operation: "modifyListener",
      execution: `modify-${n}`,
      input: { listenerId: `lsn-modify${n}`, idleTimeout: 30 },
      listenerId: `lsn-modify${n}`,
      before: "idle 15",
      after: "idle 30",
    })),
    ...numbers(4).map((n) => ({
      operation: "changeServerGroup",
      execution: `switch-${n}`,
      // Killed in the midst of a canary, whose steps are short here.
      input: { listenerId: `lsn-switch${n}`, serverGroupId: "sgp-next", stepSeconds: 2, watchSeconds: 5 },
      listenerId: `lsn-switch${n}`,
      before: "group sgp-one",
      after: "group sgp-next",
    })),
    ...numbers(2).map((n) => ({
      operation: "deleteListener",
      execution: `delete-${n}`,
      input: { listenerId: `lsn-delete${n}` },
      listenerId: `lsn-delete${n}`,
      before: "there",
      after: "gone",
    })),
    ...numbers(2).map((n) => ({
      operation: "createServerGroup",
      execution: `create-${n}`,
      input: {
        serverGroupName: `made-${n}`,
        vpcId: "vpc-kill",
        servers: [{ ServerType: "Ip", ServerId: "10.0.0.7", ServerIp: "10.0.0.7", Port: 8080, Weight: 100 }],
      },
      before: "none",
      after: `made-${n}`,
    })),
  ];
}

/** What they are made on. */
export const killSeed: Seed = {
  certificates: numbers(10).flatMap((n) => [
    { name: `old-${n}`, id: idOf(n, 0), names: [`shop${n}.example.com`], expiresIn: "20d", age: "70d" },
    { name: `new-${n}`, id: idOf(n, 1), names: [`shop${n}.example.com`], expiresIn: "89d", age: "1d" },
  ]),
  domains: [{ name: "example.com" }],
  logProjects: [
    { project: "albflow-reports", logstores: ["albflow"] },
    { project: "kill", logstores: ["acknowledged"] },
  ],
  backends: ["one", "next"].map((name) => ({ name, answer: `served by ${name}\n` })),
  loadBalancers: [{ LoadBalancerId: "alb-kill", LoadBalancerName: "kill" }],
  serverGroups: ["one", "next"].map((name) => ({
    ServerGroupId: `sgp-${name}`,
    ServerGroupName: name,
    ServerGroupType: "Ip" as const,
    Servers: [{ ServerId: name, ServerType: "Ip" as const }],
  })),
  listeners: [
    ...numbers(10).map((n) => ({
      ...listener(`lsn-rotate${n}`, 9000 + n),
      ListenerProtocol: "HTTPS" as const,
      Certificates: [{ CertificateId: `old-${n}`, Status: "Associated" as const }],
    })),
    ...numbers(6).map((n) => listener(`lsn-modify${n}`, 9100 + n)),
    ...numbers(4).map((n) => listener(`lsn-switch${n}`, 9200 + n)),
    ...numbers(2).map((n) => listener(`lsn-delete${n}`, 9300 + n)),
    listener("lsn-direct", 9400),
  ],
};

function listener(ListenerId: string, ListenerPort: number) {
  const ServerGroupTuples = [{ ServerGroupId: "sgp-one" }];
  return {
    ListenerId,
    LoadBalancerId: "alb-kill",
    ListenerProtocol: "HTTP" as const,
    ListenerPort,
    ListenerDescription: "0",
    DefaultActions: [{ Type: "ForwardGroup" as const, ForwardGroupConfig: { ServerGroupTuples } }],
  };
}

function certificateId(n: number, generation: 0 | 1): string {
  return `${idOf(n, generation)}-cn-hangzhou`;
}

function idOf(n: number, generation: 0 | 1): number {
  return 30_000_000 + 10 * n + generation;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}
