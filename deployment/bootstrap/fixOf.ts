import { AlbflowError } from "../../shared/platform/errors.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { isNotActivated, rightIn, serviceOf } from "./services.ts";

/**
 * The same error with its fix, where the cloud's words tell what stands in the way of whoever prepares, deploys, tries or removes:
 * a service that is not activated or not there, a right, a quota, a domain that leads elsewhere. Any other as it is.
 */
export function withFix(error: unknown, region: string): unknown {
  if (!(error instanceof AlbflowError)) return error;
  const fix = fixOf(error, region);
  if (fix === undefined) return error;
  const { kind, code, requestId } = error;
  return new AlbflowError(kind, fix, { code, requestId, cause: error });
}

/** What is in the way, with its fix; undefined where nothing tells. */
export function fixOf(error: AlbflowError, region: string): Reason | undefined {
  const call = callOf(error);
  if (call === undefined) return undefined;
  const { product, action, cloudCode, message } = call;
  const said = `${cloudCode} ${message}`;
  const service = serviceOf(product);
  if (service !== undefined && isNotActivated(said)) return reason("service-not-activated", service);
  if (service !== undefined && /ENOTFOUND/.test(said)) {
    return reason("service-not-in-region", { service: service.service, region });
  }
  if (/Quota|LimitExceeded|ResourceNotEnough/i.test(cloudCode)) return reason("quota-reached", { cloudCode, message });
  if (cloudCode.startsWith("DomainNameNotResolved")) {
    const [domain = "", target = ""] = [...message.matchAll(/'([^']+)'/g)].map(([, name]) => name);
    return reason("domain-not-pointing", { domain, target });
  }
  const right = rightIn(reason("cloud-error", { product, action, cloudCode, message, requestId: null }));
  return right === undefined ? undefined : reason("right-missing", { right });
}

interface Call {
  product: string;
  action: string;
  cloudCode: string;
  message: string;
}

/** The call that was refused: of the error, or of what it was made of. */
function callOf({ reason: reported, cause }: AlbflowError): Call | undefined {
  if (reported.code !== "cloud-error") return cause instanceof AlbflowError ? callOf(cause) : undefined;
  const { product, action, cloudCode, message } = reported.params as Partial<Record<keyof Call, string | null>>;
  return { product: product ?? "", action: action ?? "", cloudCode: cloudCode ?? "", message: message ?? "" };
}
