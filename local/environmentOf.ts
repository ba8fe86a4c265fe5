import type { Endpoints } from "./endpoints.ts";
import type { KeyPair } from "./ram/ram.ts";

/**
 * The environment by which a child process finds a cloud: the key pair, account and region under the names that the
 * official SDKs, the Aliyun CLI and Terraform's provider read, and the endpoint of each product, `<PRODUCT>_ENDPOINT` as
 * the provider reads it (host and port) and `ALBFLOW_ENDPOINT_<PRODUCT>` as albflow does (with its scheme).
 */
export function environmentOf(
  endpoints: Endpoints,
  { keys, region, accountId }: { keys: KeyPair; region: string; accountId: string },
): Record<string, string> {
  const { console: _, dns, lowPortOffset, ...products } = endpoints;
  const found = Object.entries({ ...products, sts: products.ram }).flatMap(([product, url]) => [
    [`${product.toUpperCase()}_ENDPOINT`, new URL(url).host],
    [`ALBFLOW_ENDPOINT_${product.toUpperCase()}`, url],
  ]);
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: keys.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys.accessKeySecret,
    ALIBABA_CLOUD_ACCOUNT_ID: accountId,
    ALIBABA_CLOUD_REGION_ID: region,
    ALICLOUD_ACCESS_KEY: keys.accessKeyId,
    ALICLOUD_SECRET_KEY: keys.accessKeySecret,
    ALICLOUD_REGION: region,
    ...(Object.fromEntries(found) as Record<string, string>),
    ALBFLOW_NAME_SERVERS: dns,
    ALBFLOW_PORT_OFFSET: String(lowPortOffset),
  };
}
