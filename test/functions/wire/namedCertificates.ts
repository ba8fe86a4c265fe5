import { makeCertificate } from "../../../local/certificates/makeCertificate.ts";
import { seedAuthority } from "../../../local/seed/certificateMaker.ts";
import type { SimulatedCloud } from "../../support/simulatedCloud.ts";
import { endpointOf } from "./endpointOf.ts";
import { type HandshakeWatch, watchHandshakes } from "./watchHandshakes.ts";

/** Certificates of a cloud by names that a test can tell apart: `old`, its successor `new`, `partner`, and more. */
export interface NamedCertificates {
  idOf(name: string): string;
  /** Puts another one into the certificate service; `age` in days, 1 by default. */
  place(name: string, hostnames: string[], days: { left: number; age?: number }): Promise<void>;
  /** Makes it an additional certificate of the demo's listener. */
  bind(name: string): Promise<void>;
  /** What the demo's listener holds, the default first; a copy that was made meanwhile is "a copy". */
  bound(): Promise<string[]>;
  /** Copies that the certificate service holds. */
  copies(): string[];
  /** Clients of the demo's listener that ask for the shop, the partner, and more. */
  watch(...hostnames: string[]): HandshakeWatch;
}

/** Begins with what the example seed has. */
export function namedCertificates(cloud: SimulatedCloud): NamedCertificates {
  const { listenerId, expiring, successor, bystander } = cloud.seed;
  const ids = new Map([
    ["old", expiring.id],
    ["new", successor.id],
    ["partner", bystander.id],
  ]);
  const names: Record<string, string> = {
    [expiring.serial]: "old",
    [successor.serial]: "new",
    [bystander.serial]: "partner",
  };
  const idOf = (name: string) => ids.get(name) ?? "";
  return {
    idOf,
    async place(name, hostnames, { left, age = 1 }) {
      const now = cloud.clock.now();
      const made = await makeCertificate({
        names: hostnames,
        issuer: await seedAuthority(now),
        notBefore: new Date(now - age * DAY_MS),
        notAfter: new Date(now + left * DAY_MS),
      });
      names[made.serialNumber.toUpperCase()] = name;
      ids.set(name, cloud.cas.putCertificate({ name, ...made }));
    },
    async bind(name) {
      const root = { accountId: cloud.accountId, accessKeyId: "local" };
      const Certificates = [{ CertificateId: idOf(name) }];
      await cloud.alb.call(root, "AssociateAdditionalCertificatesWithListener", {
        ListenerId: listenerId,
        Certificates,
      });
      await cloud.clock.advance(1_500);
    },
    async bound() {
      return (await cloud.bound()).map((bound) => [...ids].find(([, id]) => id === bound)?.[0] ?? "a copy");
    },
    copies() {
      const held = cloud.cas.exportState().certificates.filter(({ Deleted }) => Deleted !== true);
      return held.map(({ Name }) => Name).filter((name) => name.startsWith("albflow-copy-of-"));
    },
    watch: (...hostnames) =>
      watchHandshakes(cloud, endpointOf(cloud, listenerId), {
        hostnames: ["shop.example.com", "www.shop.example.com", "partner.example.net", ...hostnames],
        names,
      }),
  };
}

const DAY_MS = 86_400_000;
