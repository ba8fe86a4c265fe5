import { createPrivateKey, X509Certificate } from "node:crypto";
import { CloudError } from "../../wire/cloudError.ts";
import type { WireRequest } from "../../wire/exchange.ts";
import type { CertConfigSpec, CustomDomainSpec } from "../functionSpec.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import { type CustomDomainRow, type DomainRoute, type FcState, LATEST } from "../state.ts";

/** The name of a bound domain that a request was sent to; empty when it was sent to none. */
export function boundDomainOf({ domains, front }: FcState, { headers }: Pick<WireRequest, "headers">): string {
  const host = headers.host ?? "";
  const name = host.replace(/:\d+$/, "");
  if (domains.has(name) || domains.has(wildcardOf(name))) return name;
  return front !== undefined && host.endsWith(`:${front.port}`) ? host : "";
}

/**
 * Where a bound domain leads a request: of the routes that fit its path, the one with the longest. Throws `CloudError` 404
 * when none fits, 403 when the one that fits does not take the method.
 */
export function boundRoute({ state }: FcServiceContext, name: string, { path, method }: WireRequest): DomainRoute {
  const { domains, front } = state;
  const domain = domains.get(name) ?? domains.get(wildcardOf(name));
  if (domain === undefined && front !== undefined) return { path: "/*", functionName: front.functionName };
  const [found] = (domain?.routes ?? [])
    .filter((route) => fits(route.path, path))
    .sort((one, other) => other.path.length - one.path.length);
  if (found === undefined) {
    throw new CloudError(404, "DomainRouteNotFound", `no route found in domain '${name}' for path '${path}'`);
  }
  if (found.methods !== undefined && found.methods.length > 0 && !found.methods.includes(method)) {
    throw new CloudError(403, "FcCommonError", `The method ${method} is not allowed by the custom domain.`);
  }
  return found;
}

/** A domain as a function's declaration binds it: the component makes one route of it (real-cloud.md FB2). */
export function domainOfSpec(functionName: string, spec: CustomDomainSpec, now: number): CustomDomainRow {
  const { domainName, protocol, route, certConfig } = spec;
  const { path, qualifier = LATEST, methods } = route;
  return checkedDomain({
    domainName,
    protocol,
    routes: [{ path, functionName, qualifier, ...(methods === undefined ? {} : { methods }) }],
    ...(certConfig === undefined ? {} : { certConfig }),
    createdAt: now,
    modifiedAt: now,
  });
}

/**
 * What a domain is served with over TLS. Of one that is declared by a number of the certificate service it is what that has by
 * now: the vendor's component reads it there and names it so (devsapp/fc3-domain, https_cert_config.ts).
 */
export function pairOf(
  { certificateOf }: Pick<FcServiceContext, "certificateOf">,
  domain: CustomDomainRow | undefined,
): CertConfigSpec | undefined {
  if (domain?.certConfig === undefined || domain.protocol === "HTTP") return undefined;
  const { certConfig } = domain;
  if (!("certId" in certConfig)) return certConfig;
  const found = certificateOf(String(certConfig.certId));
  if (found === undefined) return undefined;
  const { certificatePem: certificate, privateKeyPem: privateKey } = found;
  return { certName: `cret-${certConfig.certId}`, certificate, privateKey };
}

/**
 * A pair as the API takes it: `certName`, `certificate` and `privateKey`, all of which are required, and nothing else. Throws `CloudError`
 * InvalidArgument for what is none.
 */
export function servedCertConfigOf(given: Record<string, unknown>): CertConfigSpec {
  const refuse = (what: string) => new CloudError(400, "InvalidArgument", `certConfig: ${what}.`);
  const { certName, certificate, privateKey } = given;
  if (typeof certName !== "string" || certName === "") throw refuse("certName is required");
  if (typeof certificate !== "string" || certificate === "") throw refuse("certificate is required");
  if (typeof privateKey !== "string" || privateKey === "") throw refuse("privateKey is required");
  let isPair: boolean;
  try {
    isPair = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    throw refuse("certificate or privateKey is not valid PEM");
  }
  if (!isPair) throw refuse("privateKey does not belong to certificate");
  return { certName, certificate, privateKey };
}

/** Throws `CloudError` InvalidArgument for a domain that cannot be bound (real-cloud.md F5). */
export function checkedDomain(domain: CustomDomainRow): CustomDomainRow {
  const refuse = (what: string) => new CloudError(400, "InvalidArgument", what);
  const { domainName, protocol, certConfig, routes } = domain;
  if (domainName.length > 256 || !/^(?:\*\.)?(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$/.test(domainName)) {
    throw refuse(`domainName '${domainName}' is not valid.`);
  }
  if (!["HTTP", "HTTPS", "HTTP,HTTPS"].includes(protocol)) throw refuse(`protocol '${protocol}' is not valid.`);
  if (protocol !== "HTTP" && certConfig === undefined) throw refuse(`protocol ${protocol} needs certConfig.`);
  for (const { path, functionName } of routes) {
    if (!/^\/[^*]*\*?$/.test(path)) throw refuse(`path '${path}' of a route is not valid.`);
    if (functionName === "") throw refuse("functionName of a route is required.");
  }
  return domain;
}

/** `/a` is that path, `/a/*` whatever begins so. */
function fits(pattern: string, path: string): boolean {
  return pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** `*.example.com` for `pages.example.com`. */
export function wildcardOf(name: string): string {
  return name.replace(/^[^.]+/, "*");
}
