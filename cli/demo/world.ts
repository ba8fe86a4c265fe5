import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type MadeCertificate, makeCa, makeCertificate } from "../../local/certificates/makeCertificate.ts";
import type { LocalCloud } from "../../local/localCloud.ts";
import { clock } from "../../shared/clock.ts";

/** What the demo puts into its cloud: a load balancer with a listener whose certificate is about to expire. */
export interface DemoWorld {
  listenerId: string;
  /** The default certificate, which expires in 7 days. */
  expiring: Placed;
  /** The certificate in CAS that has the same names and expires later. */
  successor: Placed;
  /** The additional certificate of another domain, which nobody may touch. */
  bystander: Placed;
  close(): Promise<void>;
}

/** A certificate in the local certificate service. */
export interface Placed {
  id: string;
  names: string[];
  serial: string;
  notAfter: Date;
}

/** What the backend behind the listener answers to everything. */
export const BACKEND_ANSWER = "served by the backend\n";

/** Fills an empty local cloud. `withSuccessor: false` leaves CAS without anything to renew by. */
export async function buildWorld(cloud: LocalCloud, options: { withSuccessor?: boolean } = {}): Promise<DemoWorld> {
  const backend = await startBackend();
  const ca = await makeCa("demo CA");
  const place = async (name: string, names: string[], bornDaysAgo: number, daysLeft: number): Promise<Placed> => {
    const now = clock.now();
    const notAfter = new Date(now + daysLeft * DAY_MS);
    const made: MadeCertificate = await makeCertificate({
      names,
      issuer: ca,
      notBefore: new Date(now - bornDaysAgo * DAY_MS),
      notAfter,
    });
    const id = cloud.cas.putCertificate({ name, ...made });
    return { id, names, serial: made.serialNumber.toUpperCase(), notAfter };
  };
  const shop = ["shop.example.com", "www.shop.example.com"];
  const expiring = await place("shop-2026-09", shop, 83, 7);
  const bystander = await place("partner", ["partner.example.net"], 30, 60);
  const successor = options.withSuccessor === false ? expiring : await place("shop-2026-12", shop, 1, 89);

  cloud.alb.importState({
    loadBalancers: [{ LoadBalancerId: "alb-demo", LoadBalancerName: "demo", LoadBalancerEdition: "Standard" }],
    serverGroups: [
      {
        ServerGroupId: "sgp-demo",
        ServerGroupName: "demo",
        ServerGroupType: "Ip",
        Servers: [{ ServerId: "127.0.0.1", ServerIp: "127.0.0.1", ServerType: "Ip", Port: backend.port }],
      },
    ],
    listeners: [
      {
        ListenerId: LISTENER_ID,
        LoadBalancerId: "alb-demo",
        ListenerProtocol: "HTTPS",
        ListenerPort: 443,
        ListenerDescription: "shop",
        SecurityPolicyId: "tls_cipher_policy_1_2",
        DefaultActions: [
          { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
        ],
        Certificates: [{ CertificateId: expiring.id }],
        AdditionalCertificates: [{ CertificateId: bystander.id }],
      },
    ],
  });
  await cloud.alb.settled();
  return { listenerId: LISTENER_ID, expiring, successor, bystander, close: backend.close };
}

const LISTENER_ID = "lsn-demo4u54y73wq7b";
const DAY_MS = 86_400_000;

async function startBackend(): Promise<{ port: number; close: () => Promise<void> }> {
  const server: Server = createServer((_, response) => response.end(BACKEND_ANSWER));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
