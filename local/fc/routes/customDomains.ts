import { asText } from "../../rest/asText.ts";
import { empty, jsonAnswer, type RestCall, type RestRoute } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { notEmulated } from "../../wire/notEmulated.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import type { CustomDomainRow, DomainRoute } from "../state.ts";
import { checkedDomain, pairOf, servedCertConfigOf } from "../triggers/customDomain.ts";
import { bodyOf, objectOf, paged } from "./body.ts";

/** What would have to change the answers of a domain, and does not here. */
const NOT_EMULATED = ["authConfig", "corsConfig", "tlsConfig", "wafConfig"];

/** Domains of the account's own that lead to functions (API 2023-03-30; real-cloud.md F5). */
export function customDomainRoutes(serviceContext: FcServiceContext, base: string): RestRoute[] {
  const { state, context } = serviceContext;
  /** A domain is bound only once it leads to Function Compute (real-cloud.md F5). */
  const mustLeadHere = (domainName: string) => {
    const wanted = `${context.accountId}.${context.region}.fc.aliyuncs.com`;
    if (serviceContext.aliasesOf(domainName)?.includes(wanted) !== false) return;
    throw new CloudError(
      400,
      "DomainNameNotResolved",
      `domain name '${domainName}' has not been resolved to your FC endpoint, the expected endpoint is '${wanted}'`,
    );
  };
  const path = `${base}/custom-domains`;
  const resource = ({ domainName = "*" }: Record<string, string>) => `custom-domains/${domainName}`;
  const found = ({ parameters: { domainName = "" } }: RestCall): CustomDomainRow => {
    const domain = state.domains.get(domainName);
    if (domain === undefined) {
      throw new CloudError(404, "DomainNameNotFound", `domain name '${domainName}' does not exist`);
    }
    return domain;
  };
  const view = (domain: CustomDomainRow) => {
    const { routes, createdAt, modifiedAt, certConfig: _, lagging: __, ...others } = domain;
    const pair = pairOf(serviceContext, domain);
    return {
      ...others,
      accountId: context.accountId,
      apiVersion: "2023-03-30",
      routeConfig: { routes },
      // What was given of a key is never given back.
      ...(pair === undefined ? {} : { certConfig: { certName: pair.certName, certificate: pair.certificate } }),
      createdTime: new Date(createdAt).toISOString(),
      lastModifiedTime: new Date(modifiedAt).toISOString(),
    };
  };
  const read = (body: Record<string, unknown>, before: CustomDomainRow) => {
    const unkept = NOT_EMULATED.find((name) => body[name] !== undefined && body[name] !== null);
    if (unkept !== undefined) throw notEmulated("fc", `a custom domain with ${unkept}`);
    const { protocol, routeConfig, certConfig } = body;
    return checkedDomain({
      ...before,
      ...(protocol === undefined ? {} : { protocol: asText(protocol) }),
      ...(routeConfig === undefined ? {} : { routes: routesOf(objectOf(routeConfig, "routeConfig")) }),
      ...(certConfig === undefined ? {} : { certConfig: servedCertConfigOf(objectOf(certConfig, "certConfig")) }),
      modifiedAt: context.clock.now(),
    });
  };
  return [
    {
      method: "POST",
      path,
      action: "CreateCustomDomain",
      resource,
      answer({ request }) {
        const body = bodyOf(request.body);
        const domainName = asText(body.domainName);
        if (state.domains.has(domainName)) {
          throw new CloudError(409, "DomainNameAlreadyExists", `domain name '${domainName}' already exists`);
        }
        const now = context.clock.now();
        mustLeadHere(domainName);
        const domain = read(body, { domainName, protocol: "HTTP", routes: [], createdAt: now, modifiedAt: now });
        state.domains.set(domainName, domain);
        return jsonAnswer(view(domain));
      },
    },
    {
      method: "GET",
      path,
      action: "ListCustomDomains",
      resource,
      answer({ query }) {
        const { page, nextToken } = paged([...state.domains.values()], ({ domainName }) => domainName, query);
        return jsonAnswer({ customDomains: page.map(view), ...(nextToken !== undefined && { nextToken }) });
      },
    },
    {
      method: "GET",
      path: `${path}/{domainName}`,
      action: "GetCustomDomain",
      resource,
      answer: (call) => jsonAnswer(view(found(call))),
    },
    {
      method: "PUT",
      path: `${path}/{domainName}`,
      action: "UpdateCustomDomain",
      resource,
      answer(call) {
        const { lagging: _, ...before } = found(call);
        const changed = read(bodyOf(call.request.body), before);
        const { lagMs } = call;
        const lagging =
          lagMs === undefined ? {} : { lagging: { certConfig: before.certConfig, until: context.clock.now() + lagMs } };
        state.domains.set(changed.domainName, { ...changed, ...lagging });
        return jsonAnswer(view(changed));
      },
    },
    {
      method: "DELETE",
      path: `${path}/{domainName}`,
      action: "DeleteCustomDomain",
      resource,
      answer(call) {
        state.domains.delete(found(call).domainName);
        return empty(204);
      },
    },
  ];
}

function routesOf({ routes }: Record<string, unknown>): DomainRoute[] {
  if (!Array.isArray(routes)) throw new CloudError(400, "InvalidArgument", "routeConfig.routes must be a list.");
  return routes.map((route: unknown) => {
    const { path, functionName, qualifier, methods } = objectOf(route, "routeConfig.routes");
    return {
      path: asText(path),
      functionName: asText(functionName),
      ...(qualifier === undefined ? {} : { qualifier: asText(qualifier) }),
      ...(Array.isArray(methods) ? { methods: methods.map(asText) } : {}),
    };
  });
}
