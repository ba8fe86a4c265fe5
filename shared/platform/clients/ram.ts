import PopCore from "@alicloud/pop-core";
import type { Credentials, Session } from "../session.ts";
import { translate } from "./openApi.ts";

/** The client to RAM (API 2015-05-01). */
export interface RamClient {
  /** Makes one call. Throws `AlbflowError`: NotFound, Conflict for what exists or is in use, Denied, … */
  call<Answer extends object>(action: string, parameters: Record<string, string>): Promise<Answer>;
}

/** Opens it at `endpoint`, at `ALBFLOW_ENDPOINT_RAM` when that is set, else at the cloud's own. */
export function openRam(
  credentials: Credentials,
  endpoint = process.env.ALBFLOW_ENDPOINT_RAM ?? "https://ram.aliyuncs.com",
): RamClient {
  return openRpc(credentials, endpoint, "2015-05-01");
}

/** Opens the service that makes the roles of other services (API 2020-03-31; real-cloud.md FB3); a local cloud has it beside RAM. */
export function openResourceManager(
  credentials: Credentials,
  endpoint = process.env.ALBFLOW_ENDPOINT_RAM ?? "https://resourcemanager.aliyuncs.com",
): RamClient {
  return openRpc(credentials, endpoint, "2020-03-31");
}

/** Opens ActionTrail (API 2020-07-06); a local cloud has it beside RAM. */
export function openActionTrail(
  { credentials, region }: Pick<Session, "credentials" | "region">,
  endpoint = process.env.ALBFLOW_ENDPOINT_RAM ?? `https://actiontrail.${region}.aliyuncs.com`,
): RamClient {
  return openRpc(credentials, endpoint, "2020-07-06");
}

/** Whose keys these are (STS, API 2015-04-01); a local cloud has it beside RAM. Throws `AlbflowError` Denied for keys that nobody knows. */
export async function callerIdentity(
  credentials: Credentials,
  endpoint = process.env.ALBFLOW_ENDPOINT_RAM ?? "https://sts.aliyuncs.com",
  timeoutMs?: number,
): Promise<{ accountId: string; arn: string }> {
  const answer = await openRpc(credentials, endpoint, "2015-04-01", timeoutMs).call<{ AccountId: string; Arn: string }>(
    "GetCallerIdentity",
    {},
  );
  return { accountId: answer.AccountId, arn: answer.Arn };
}

/** The temporary keys of a role (STS, API 2015-04-01). Throws `AlbflowError` Denied where these keys may not assume it. */
export async function assumeRole(
  credentials: Credentials,
  parameters: Record<string, string>,
  endpoint: string,
): Promise<Credentials> {
  const { Credentials: given } = await openRpc(credentials, endpoint, "2015-04-01").call<{
    Credentials: { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string };
  }>("AssumeRole", parameters);
  return {
    accessKeyId: given.AccessKeyId,
    accessKeySecret: given.AccessKeySecret,
    securityToken: given.SecurityToken,
  };
}

function openRpc(
  credentials: Credentials,
  endpoint: string,
  apiVersion: string,
  timeoutMs: number = TIMEOUT_MS,
): RamClient {
  const client = new PopCore({
    ...credentials,
    endpoint: endpoint.includes("://") ? endpoint : `http://${endpoint}`,
    apiVersion,
  });
  return {
    async call(action, parameters) {
      try {
        return await client.request(action, parameters, { method: "POST", timeout: timeoutMs });
      } catch (raw) {
        throw translate("ram", action, raw);
      }
    },
  };
}

/** The client's default of 3 s is shorter than many calls (wire.md §1). */
const TIMEOUT_MS = 10_000;
