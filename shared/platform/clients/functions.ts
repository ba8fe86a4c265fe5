import Fc2 from "@alicloud/fc2";
import { AlbflowError } from "../errors.ts";
import { reason } from "../reasons/reason.ts";
import { reasonIn } from "../reasons/reasonText.ts";
import { endpointOf, type Session } from "../session.ts";
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
        .catch((raw: unknown) => {
          throw translate("fc", "InvokeFunction", withCode(raw));
        });
      const answer: unknown = typeof data === "string" ? JSON.parse(data) : data;
      if (answered["x-fc-error-type"] === undefined) return answer;
      const { errorMessage = "no message" } = answer as { errorMessage?: string };
      throw new AlbflowError("Failed", reason("function-failed", { functionName, cause: reasonIn(errorMessage) }));
    },
  };
}

/** That package does not find the code in answers of this API. Of those that an invocation can get, 403 is a denial. */
function withCode(raw: unknown): unknown {
  const { code, message = "" } = raw as { code?: unknown; message?: string };
  return code === undefined && / failed with 403\b/.test(message) ? { code: "AccessDenied", message } : raw;
}

/** Longer than the longest function of ours runs. */
const TIMEOUT_MS = 310_000;
