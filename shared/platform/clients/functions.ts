import Fc2 from "@alicloud/fc2";
import { AlbflowError } from "../errors.ts";
import { reason } from "../reasons/reason.ts";
import { reasonIn } from "../reasons/reasonText.ts";
import { endpointOf, type Session } from "../session.ts";
import { openInvocations } from "./invocations.ts";
import { translate } from "./openApi.ts";

/** Invokes functions by hand: the command line and the demo use it, functions never do. */
interface FunctionInvoker {
  /** The function's answer as JSON. Throws `AlbflowError`, also when the function itself has failed. */
  invoke(functionName: string, event: object): Promise<unknown>;
}

/**
 * Function Compute 3.0 through `@alicloud/fc2`, turned to the API 2023-03-30 (functionCompute.md §6). That package pulls
 * in much that a function must not carry, so it stays on this side.
 */
export function openFunctions(session: Session): FunctionInvoker {
  if (session.accountId === "") {
    throw new AlbflowError("InvalidInput", reason("account-unknown", { setting: "ALIBABA_CLOUD_ACCOUNT_ID" }));
  }
  const { protocol, host } = endpointOf(session, "fc");
  const { accessKeyId, accessKeySecret, securityToken } = session.credentials;
  const client = new Fc2(session.accountId, {
    accessKeyID: accessKeyId,
    accessKeySecret,
    ...(securityToken === undefined ? {} : { securityToken }),
    region: session.region,
    endpoint: `${protocol}://${host}`,
    secure: protocol === "https",
    timeout: TIMEOUT_MS,
  });
  client.version = "2023-03-30";
  return {
    async invoke(functionName, event) {
      const path = `/functions/${functionName}/invocations`;
      const headers = { "x-fc-invocation-type": "Sync", "content-type": "application/octet-stream" };
      const { headers: answered, data } = await client
        .request("POST", path, { qualifier: "LATEST" }, JSON.stringify(event), headers)
        .catch(async (raw: Error & { code?: unknown }) => {
          if (raw.code !== undefined || !IS_REFUSAL.test(raw.message)) throw translate("fc", "InvokeFunction", raw);
          return {
            headers: {} as Record<string, string>,
            data: await openInvocations(session).invoke(functionName, event),
          };
        });
      const answer: unknown = typeof data === "string" ? JSON.parse(data) : data;
      if (answered["x-fc-error-type"] === undefined) return answer;
      const { errorMessage = "no message" } = answer as { errorMessage?: string };
      throw new AlbflowError("Failed", reason("function-failed", { functionName, cause: reasonIn(errorMessage) }));
    },
  };
}

/**
 * That package finds neither code nor message in refusals of this API (functionCompute.md §6). What was refused has done nothing,
 * and is called once more by the client that functions use, which tells them, and signs as the API is documented to want it.
 */
const IS_REFUSAL = / failed with [45]\d\d\b/;

/** Longer than the longest function of ours runs. */
const TIMEOUT_MS = 310_000;
