import { isTransient } from "../errors.ts";
import { retry } from "../retry.ts";
import { managementEndpointOf, type Session } from "../session.ts";
import { openGenericClient } from "./genericClient.ts";
import { translate } from "./openApi.ts";

/** A domain that is bound to functions, as Function Compute has it; its private key is never given back. */
export interface CustomDomain {
  domainName: string;
  protocol: string;
  certConfig?: { certName?: string; certificate?: string };
  /** ISO 8601. */
  lastModifiedTime?: string;
  /** Routes and whatever else there is: it goes back as it came. */
  [setting: string]: unknown;
}

/** What a domain is served with, both in PEM. */
export interface CertConfig {
  certName: string;
  certificate: string;
  privateKey: string;
}

/** Domains of Function Compute, API 2023-03-30 (real-cloud.md F5). Every method throws `AlbflowError`. */
interface CustomDomains {
  get(domainName: string): Promise<CustomDomain>;
  /** Gives it another certificate, and leaves everything else as it was read. */
  setCertificate(domain: CustomDomain, certConfig: CertConfig): Promise<void>;
}

/** Opens them, without the vendor's SDK, which is too heavy for a function. */
export function openCustomDomains(session: Session): CustomDomains {
  const client = openGenericClient(session, "fc", managementEndpointOf(session));
  const call = (action: string, method: "GET" | "PUT", domainName: string, body?: object) =>
    // To write the same again is safe.
    retry(
      async () => {
        try {
          const request = body === undefined ? {} : { body, headers: {} };
          const pathname = `/2023-03-30/custom-domains/${domainName}`;
          return (await client({ ...SHAPE, action, method, pathname, request, timeoutMs: TIMEOUT_MS })).body;
        } catch (raw) {
          throw translate("fc", action, raw, session);
        }
      },
      isTransient,
      { name: `${action} ${domainName}`, firstMs: 200, longestMs: 800, attempts: () => 3 },
    );
  return {
    get: async (domainName) => (await call("GetCustomDomain", "GET", domainName)) as CustomDomain,
    async setCertificate(domain, certConfig) {
      const kept = KEPT.flatMap((name) => (domain[name] === undefined ? [] : [[name, domain[name]]]));
      const body = { ...Object.fromEntries(kept), certConfig };
      await call("UpdateCustomDomain", "PUT", domain.domainName, body);
    },
  };
}

const SHAPE = { version: "2023-03-30", style: "ROA", reqBodyType: "json", bodyType: "json" } as const;

/** Everything of UpdateCustomDomainInput but the certificate. */
const KEPT = ["protocol", "routeConfig", "authConfig", "corsConfig", "tlsConfig", "wafConfig"];

const TIMEOUT_MS = 10_000;
