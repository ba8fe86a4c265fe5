import * as Fc from "@alicloud/fc20230330";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import { RuntimeOptions } from "@darabonba/typescript";
import { managementEndpointOf, type Session } from "../session.ts";
import type { DescribedFunction, DescribedTrigger } from "./describedFunction.ts";
import { classOf, configOf } from "./genericClient.ts";
import { type OpenApiClient, translate } from "./openApi.ts";
import { allPages, collect } from "./pages.ts";

/** The client to the management of Function Compute (API 2023-03-30). Every method throws `AlbflowError`. */
export interface FunctionAdmin {
  /** Names of the functions that begin so. */
  listFunctions(prefix: string): Promise<string[]>;
  getFunction(name: string): Promise<DescribedFunction>;
  listTriggers(name: string): Promise<DescribedTrigger[]>;
  /** Makes one call of which no answer is needed: the body is what the API's page documents, `path` is below `/2023-03-30`. */
  change(action: string, method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: object): Promise<void>;
}

/** Opens it. */
export function openFunctionAdmin(session: Session): FunctionAdmin {
  const Client = classOf<OpenApiClient>(Fc.default);
  const client = new Client({
    ...configOf(session, managementEndpointOf(session)),
    readTimeout: TIMEOUT_MS,
    connectTimeout: TIMEOUT_MS,
  } as never) as Pick<Fc.default, "getFunction" | "listFunctions" | "listTriggers" | "callApi">;
  const call = async <Answer>(action: string, make: () => Promise<{ body?: Answer }>): Promise<Answer> => {
    try {
      return (await make()).body as Answer;
    } catch (raw) {
      throw translate("fc", action, raw);
    }
  };
  return {
    async listFunctions(prefix) {
      const pages = allPages(
        async ({ NextToken }): Promise<{ functions: Fc.Function[]; NextToken?: string }> => {
          const request = new Fc.ListFunctionsRequest({ prefix, limit: 100, nextToken: NextToken });
          const { functions, nextToken } = await call("ListFunctions", () => client.listFunctions(request));
          return { functions: functions ?? [], ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
        },
        (page) => page.functions,
      );
      return (await collect(pages)).flatMap(({ functionName }) => functionName ?? []);
    },
    getFunction: (name) =>
      call("GetFunction", () => client.getFunction(name, new Fc.GetFunctionRequest({}))) as Promise<DescribedFunction>,
    async listTriggers(name) {
      const request = new Fc.ListTriggersRequest({ limit: 100 });
      const { triggers } = await call("ListTriggers", () => client.listTriggers(name, request));
      return (triggers ?? []) as DescribedTrigger[];
    },
    async change(action, method, path, body) {
      const params = new $OpenApiUtil.Params({
        action,
        version: "2023-03-30",
        protocol: "HTTPS",
        pathname: `/2023-03-30${path}`,
        method,
        authType: "AK",
        style: "ROA",
        reqBodyType: "json",
        // What is deleted has no body, and of the rest nothing is needed.
        bodyType: "none",
      });
      const request = new $OpenApiUtil.OpenApiRequest(body === undefined ? {} : { body, headers: {} });
      const runtime = new RuntimeOptions({ readTimeout: TIMEOUT_MS, connectTimeout: TIMEOUT_MS });
      await call(action, async () => client.callApi(params, request, runtime) as Promise<{ body?: unknown }>);
    },
  };
}

/** Code is sent, too. */
const TIMEOUT_MS = 30_000;
