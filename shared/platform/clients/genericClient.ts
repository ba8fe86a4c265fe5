import type OpenApi from "@alicloud/openapi-core";
import type { $OpenApiUtil } from "@alicloud/openapi-core";
import { endpointOf, type Product, type Session } from "../session.ts";

/** A call as the vendor's own SDKs describe it to their core. */
interface GenericCall {
  action: string;
  /** POST unless given. */
  method?: "GET" | "PUT";
  version: string;
  style: "RPC" | "ROA";
  pathname: string;
  reqBodyType: "formData" | "json";
  /** `binary`: the answer's body is a stream. */
  bodyType: "json" | "binary";
  request: ConstructorParameters<typeof $OpenApiUtil.OpenApiRequest>[0];
  timeoutMs: number;
}

/** What comes back. */
interface GenericAnswer {
  headers: Record<string, string>;
  statusCode: number;
  body: unknown;
}

/**
 * Calls a product for which npm has no SDK of openapi-core's family, or one too heavy for a function, through that core:
 * signature, errors and retries are the same as for the other products
 * (docs/decisions/cloudflow-by-its-own-client.md). The first call loads it. Rejects with whatever the core throws.
 */
export function openGenericClient(
  session: Session,
  product: Product,
  endpoint = endpointOf(session, product),
): (call: GenericCall) => Promise<GenericAnswer> {
  const config = configOf(session, endpoint);
  let opened: InstanceType<typeof OpenApi.default> | undefined;
  return async ({ request, timeoutMs, method = "POST", ...call }) => {
    const { $OpenApiUtil, OpenApi: Core, RuntimeOptions } = await import("./openApiLibrary.ts");
    opened ??= new (classOf<typeof OpenApi.default>(Core))(config as never);
    const params = new $OpenApiUtil.Params({ ...call, method, protocol: "HTTPS", authType: "AK" });
    const runtime = new RuntimeOptions({ readTimeout: timeoutMs, connectTimeout: timeoutMs });
    return (await opened.callApi(params, new $OpenApiUtil.OpenApiRequest(request), runtime)) as never;
  };
}

/**
 * What all clients of openapi-core's family are opened with. The credentials are handed over as they are: given as keys, the
 * clients would need @alicloud/credentials, which looks for keys in files and at servers, and which functions leave out.
 */
export function configOf(
  { credentials, region }: Session,
  { protocol, host, says }: ReturnType<typeof endpointOf>,
): object {
  const type = credentials.securityToken === undefined ? "access_key" : "sts";
  const named = says === undefined ? {} : { globalParameters: { headers: { "x-acs-region-id": says } } };
  const credential = { getCredential: async () => ({ ...credentials, type }) };
  return { credential, regionId: region, protocol, endpoint: host, ...named };
}

/** The class of a client: of CommonJS with a `default` export an ES module is given the whole as its default (libraries.md §4). */
export function classOf<Client>(given: object): Client {
  return ((given as { default?: Client }).default ?? given) as Client;
}
