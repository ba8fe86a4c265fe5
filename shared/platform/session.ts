import { reason } from "./reasons/reason.ts";
import { type Environment, settingError, settingText } from "./settings/readSetting.ts";

/** Who calls the cloud, and where it is: what every client needs. */
export interface Session {
  region: string;
  accountId: string;
  credentials: Credentials;
  /** Overrides of the public endpoints, `host:port` or a URL, by product. */
  endpoints: Partial<Record<Product, string>>;
  /** Whether it leads to another region or account than home: a call to an override, one address for all, then names the region. */
  isElsewhere?: boolean;
  /** Is called whenever the cloud has turned away a call of this session as one too many, also when it is then repeated and comes through. */
  onThrottled?: () => void;
}

export type Product = (typeof PRODUCTS)[number];

const PRODUCTS = ["alb", "cas", "fnf", "fc", "log", "alidns", "kms", "cms", "sts"] as const;

export interface Credentials {
  accessKeyId: string;
  accessKeySecret: string;
  /** Present with temporary credentials. */
  securityToken?: string;
}

/**
 * The endpoints of products: `ALBFLOW_ENDPOINT_ALB` and so on in `environment`, else the region's public ones. Throws
 * `AlbflowError` InvalidInput for what is no endpoint.
 */
export function endpointsFrom(environment: Environment): Session["endpoints"] {
  const endpoints: Session["endpoints"] = {};
  for (const product of PRODUCTS) {
    const name = `ALBFLOW_ENDPOINT_${product.toUpperCase()}`;
    const value = settingText(environment, name);
    if (value === undefined) continue;
    if (!ENDPOINT.test(value)) throw settingError(environment, name, reason("expected-endpoint"));
    endpoints[product] = value;
  }
  return endpoints;
}

/** `{region}` stands for the region that is called; without it an override is one address for all regions. */
const ENDPOINT = /^(https?:\/\/)?(?:[\w.-]|\{region\})+(:\d{1,5})?\/?$/;

/** Host and scheme of a product's endpoint. Overrides may be plain http; the cloud is always reached by https. */
export function endpointOf(session: Session, product: Product): Endpoint {
  const override = session.endpoints[product]?.replace("{region}", session.region);
  if (override === undefined) return { protocol: "https", host: PUBLIC_ENDPOINT[product](session) };
  const match = /^(https?):\/\/([^/]+)/.exec(override);
  const [, protocol = "http", host = override] = match ?? [];
  const says = session.isElsewhere === true && !override.includes(session.region) ? { says: session.region } : {};
  return { protocol: protocol as Endpoint["protocol"], host, ...says };
}

/**
 * Where functions are managed, in distinction from where they are invoked: a host of its own (functionCompute.md §3). A local cloud
 * has one port for both, which has another name here: the core of the SDKs leaves timers on connections that end what
 * `@alicloud/fc2` reads on them later (libraries.md §4, "The stale timer").
 */
export function managementEndpointOf(session: Session): Endpoint {
  if (session.endpoints.fc === undefined) return { protocol: "https", host: `fcv3.${session.region}.aliyuncs.com` };
  const { host, ...endpoint } = endpointOf(session, "fc");
  return { ...endpoint, host: host.replace("127.0.0.1", "localhost") };
}

/** Where a product is called. */
interface Endpoint {
  protocol: "http" | "https";
  host: string;
  /** The region that the call itself must name, because this host is that of all regions. */
  says?: string;
}

/** alb.md §2.2, cloudflow.md §8.5, functionCompute.md §3. CAS has sites, not regions. */
const PUBLIC_ENDPOINT: Record<Product, (session: Session) => string> = {
  alb: ({ region }) => `alb.${region === "cn-hangzhou-finance" ? "cn-hangzhou" : region}.aliyuncs.com`,
  cas: ({ region }) => {
    if (region === "eu-central-1") return "cas.eu-central-1.aliyuncs.com";
    return region.startsWith("cn-") ? "cas.aliyuncs.com" : "cas.ap-southeast-1.aliyuncs.com";
  },
  fnf: ({ region }) => `${region}.fnf.aliyuncs.com`,
  fc: ({ accountId, region }) => `${accountId}.${region}.fc.aliyuncs.com`,
  log: ({ region }) => `${region}.log.aliyuncs.com`,
  // One service for all regions, and its endpoints' page names no other host (real-cloud.md CR27).
  alidns: () => "alidns.aliyuncs.com",
  kms: ({ region }) => `kms.${region}.aliyuncs.com`,
  // alb.md §11.3.
  cms: ({ region }) => `metrics.${region}.aliyuncs.com`,
  // One for all regions answers everywhere (libraries.md §4); a role's keys are good in all of them.
  sts: ({ region }) => `sts.${region}.aliyuncs.com`,
};
