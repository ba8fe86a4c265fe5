import type { Seed } from "../../local/localCloud.ts";

/** A thousand listeners on a hundred instances, a third of them with TLS and one of twenty certificates. */
export function thousandListeners(): Seed {
  const certificates = Array.from({ length: 20 }, (_, at) => ({
    name: `site-${at}`,
    id: 30_000_000 + at,
    names: [`site-${at}.example.com`],
    age: "30d",
    expiresIn: `${5 + at * 9}d`,
  }));
  const loadBalancers = Array.from({ length: 100 }, (_, at) => ({
    LoadBalancerId: `alb-many-${at}`,
    LoadBalancerName: `many ${at}`,
  }));
  const listeners = Array.from({ length: 1_000 }, (_, at) => ({
    ListenerId: `lsn-many-${at}`,
    ListenerDescription: `service ${at}`,
    LoadBalancerId: `alb-many-${at % 100}`,
    ListenerPort: 8_000 + Math.floor(at / 100),
    // Sockets of all of them would take longer to open than the tests take.
    ListenerStatus: "Stopped" as const,
    DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-many" }] } }],
    ...(at % 3 === 0
      ? { ListenerProtocol: "HTTPS" as const, Certificates: [{ CertificateId: `site-${at % 20}` }] }
      : { ListenerProtocol: "HTTP" as const }),
  }));
  const serverGroups = [{ ServerGroupId: "sgp-many", ServerGroupName: "many", ServerGroupType: "Ip" as const }];
  return { certificates, loadBalancers, listeners, serverGroups } as Seed;
}
