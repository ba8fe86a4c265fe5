import { openAlb } from "../../shared/platform/clients/alb.ts";
import { openCas } from "../../shared/platform/clients/cas.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { openFunctionAdmin } from "../../shared/platform/clients/functionAdmin.ts";
import { openLogs } from "../../shared/platform/clients/logs.ts";
import { AlbflowError, kindOfCode } from "../../shared/platform/errors.ts";
import type { Reason } from "../../shared/platform/reasons/reason.ts";
import type { Product, Session } from "../../shared/platform/session.ts";
import type { Settings } from "../configuration/schema.ts";

/** A service that must be activated in the account before anything is deployed. */
export interface ServiceState {
  service: string;
  /** Where a person activates it. */
  page: string;
  /**
   * `denied`: the caller may not ask. `unknown`: nothing can be asked that would tell; a person looks at the page. `absent`: the
   * service is not in this region.
   */
  state: "active" | "inactive" | "denied" | "absent" | "unknown";
  /** The right that the caller lacks to ask; with `denied` only. */
  right?: string;
}

/** Whether the services that a stage needs answer in its region, each asked what changes nothing. */
export async function serviceStates(session: Session, settings: Settings): Promise<ServiceState[]> {
  const asked = await Promise.all(
    SERVICES.map(async ({ product, service, page, ask }): Promise<ServiceState> => {
      try {
        await ask(session, settings);
        return { service, page, state: "active" };
      } catch (error) {
        if (!(error instanceof AlbflowError)) throw error;
        const state = stateOf(error);
        return { service, page, state, ...(state === "denied" ? { right: rightIn(error.reason) ?? product } : {}) };
      }
    }),
  );
  const events = settings.remediation?.events === true;
  return events ? [...asked, { service: "EventBridge", page: EVENTBRIDGE, state: "unknown" }] : asked;
}

/** Most services name the right that somebody lacks; where none is named it is called like the call. Undefined for other answers. */
export function rightIn({ code, params }: Reason): string | undefined {
  if (code !== "cloud-error") return undefined;
  const { product, action, cloudCode, message } = params as Record<string, string | null>;
  if (cloudCode === null || cloudCode === undefined || kindOfCode(cloudCode) !== "Denied") return undefined;
  if (/^(?:InvalidAccessKey|Signature|InvalidSecurityToken)/.test(cloudCode)) return undefined;
  return RIGHT.exec(message ?? "")?.[0] ?? `${RAM_NAMES[product ?? ""] ?? product}:${action}`;
}

const RIGHT = /\b(?:alb|yundun-cert|fc|fnf|log|ram|actiontrail|resourcemanager|kms|sts):[A-Z][A-Za-z]+\b/;

/** What RAM calls a product, where that is another name. */
const RAM_NAMES: Record<string, string> = { cas: "yundun-cert" };

/** No service has a code of its own for it: they say it in the words of a denial (real-cloud.md FB7). */
function stateOf({ kind, message }: AlbflowError): ServiceState["state"] {
  if (isNotActivated(message)) return "inactive";
  if (/ENOTFOUND/.test(message)) return "absent";
  return kind === "Denied" ? "denied" : "active";
}

/** Whether a service says that it is not activated in the account. */
export function isNotActivated(said: string): boolean {
  return NOT_ACTIVATED.test(said);
}

/** The service of a product's calls, and where a person activates it. */
export function serviceOf(product: string): { service: string; page: string } | undefined {
  const found = SERVICES.find((one) => one.product === product);
  return found === undefined ? undefined : { service: found.service, page: found.page };
}

const NOT_ACTIVATED =
  /service is not enabled|inactive to this service|not (?:been )?(?:activated|opened|open|subscribed)|has not opened|NotActivated|NotOpen|Unopened|Unsubscribed/i;

const EVENTBRIDGE = "https://eventbridge.console.aliyun.com";

const SERVICES: {
  product: Product;
  service: string;
  page: string;
  ask: (session: Session, settings: Settings) => Promise<unknown>;
}[] = [
  {
    product: "fc",
    service: "Function Compute",
    page: "https://fcnext.console.aliyun.com",
    ask: (session, { names }) => openFunctionAdmin(session).listFunctions(`${names.prefix}-`),
  },
  {
    product: "fnf",
    service: "CloudFlow",
    page: "https://fnf.console.aliyun.com",
    ask: (session) => openCloudFlow(session).call("ListFlows", { Limit: 1 }),
  },
  {
    product: "log",
    service: "Simple Log Service",
    page: "https://sls.console.aliyun.com",
    ask: (session, { logs }) => openLogs(session).find("GetProject", { ProjectName: logs.project }),
  },
  {
    product: "alb",
    service: "Application Load Balancer",
    page: "https://slb.console.aliyun.com/alb",
    ask: (session) => openAlb(session).call("DescribeRegions", {}),
  },
  {
    product: "cas",
    service: "Certificate Management Service",
    page: "https://yundun.console.aliyun.com/?p=cas",
    ask: (session) =>
      openCas(session).call("ListUserCertificateOrder", { OrderType: "UPLOAD", CurrentPage: 1, ShowSize: 1 } as never),
  },
];
