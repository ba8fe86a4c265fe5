import { asText } from "../../rest/asText.ts";
import { empty, jsonAnswer, type RestCall, type RestRoute } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { checkedConfig } from "../createFunction.ts";
import { keptSettings, shownSettings } from "../keptSettings.ts";
import { functionOf, resolveFunction } from "../resolveFunction.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import type { FunctionConfig, FunctionRecord } from "../state.ts";
import { bodyOf, paged, pickFields } from "./body.ts";

/** What a client may set of a function and this cloud acts on; what is only kept stands in `keptSettings.ts`. */
const SETTINGS = [
  "runtime",
  "handler",
  "description",
  "memorySize",
  "cpu",
  "diskSize",
  "timeout",
  "environmentVariables",
  "role",
  "logConfig",
  "vpcConfig",
  "instanceLifecycleConfig",
] as const;

/** Creation, reading, changing and removal of functions, on both API versions. */
export function functionRoutes(serviceContext: FcServiceContext, base: string): RestRoute[] {
  const { state, context } = serviceContext;
  const one = ({ name }: Record<string, string>) => `functions/${name}`;
  const view = (record: FunctionRecord, config = record.config) => functionView(serviceContext, record, config);
  return [
    {
      method: "POST",
      path: `${base}/functions`,
      action: "CreateFunction",
      resource: () => "functions/*",
      async answer({ request }: RestCall) {
        const body = bodyOf(request.body);
        const functionName = asText(body.functionName);
        if (state.functions.has(functionName)) {
          throw new CloudError(409, "FunctionAlreadyExists", `function '${functionName}' already exists`);
        }
        const config = checkedConfig({ ...settingsOf(body), settings: keptSettings(body), functionName, folder: "" });
        const code = await serviceContext.code.unpack(body.code);
        if (code === undefined) throw new CloudError(400, "InvalidArgument", "code.zipFile is required.");
        const now = context.clock.now();
        const record: FunctionRecord = {
          config: { ...config, ...code },
          generation: 1,
          createdAt: now,
          modifiedAt: now,
          triggers: [],
          asyncConfigs: {},
          versions: [],
          aliases: [],
        };
        state.functions.set(functionName, record);
        return jsonAnswer(view(record));
      },
    },
    {
      method: "GET",
      path: `${base}/functions`,
      action: "ListFunctions",
      resource: () => "functions/*",
      answer({ query }) {
        const wanted = tagsIn(query.tags ?? "[]");
        const named = [...state.functions.values()].filter(
          ({ config }) => config.functionName.startsWith(query.prefix ?? "") && hasTags(config, wanted),
        );
        const { page, nextToken } = paged(named, ({ config }) => config.functionName, query);
        return jsonAnswer({
          functions: page.map((record) => view(record)),
          ...(nextToken !== undefined && { nextToken }),
        });
      },
    },
    {
      method: "GET",
      path: `${base}/functions/{name}`,
      action: "GetFunction",
      resource: one,
      answer({ parameters, query }) {
        const { record, config } = resolveFunction(state, parameters.name ?? "", query.qualifier);
        return jsonAnswer(view(record, config));
      },
    },
    {
      method: "PUT",
      path: `${base}/functions/{name}`,
      action: "UpdateFunction",
      resource: one,
      async answer({ request, parameters }) {
        const record = functionOf(state, parameters.name ?? "");
        const body = bodyOf(request.body);
        const code = await serviceContext.code.unpack(body.code);
        const settings = { ...record.config.settings, ...keptSettings(body) };
        record.config = { ...checkedConfig({ ...record.config, ...settingsOf(body), settings }), ...code };
        record.generation += 1;
        record.modifiedAt = context.clock.now();
        serviceContext.pool.retire(record.config.functionName);
        return jsonAnswer(view(record));
      },
    },
    {
      method: "DELETE",
      path: `${base}/functions/{name}`,
      action: "DeleteFunction",
      resource: one,
      answer({ parameters }) {
        const { functionName } = functionOf(state, parameters.name ?? "").config;
        state.functions.delete(functionName);
        serviceContext.pool.retire(functionName);
        serviceContext.triggersChanged(functionName);
        return empty(204);
      },
    },
  ];
}

/** The tags that a list asks for, which travel as JSON text. Throws `CloudError` InvalidArgument. */
function tagsIn(text: string): { key?: string; value?: string }[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {}
  throw new CloudError(400, "InvalidArgument", "tags is not the JSON text of a list.");
}

function hasTags({ settings }: FunctionConfig, wanted: { key?: string; value?: string }[]): boolean {
  const tags = (settings?.tags ?? []) as { key?: string; value?: string }[];
  return wanted.every(({ key, value }) =>
    tags.some((tag) => tag.key === key && (value === undefined || tag.value === value)),
  );
}

function settingsOf(body: Record<string, unknown>) {
  // `checkedConfig` looks at every value that could do harm.
  return pickFields(body, SETTINGS) as Partial<FunctionConfig> & { runtime: string; handler: string };
}

function functionView({ context }: FcServiceContext, record: FunctionRecord, config: FunctionConfig) {
  const { functionName, settings, codeSize = 0, codeChecksum = "" } = config;
  return {
    description: "",
    cpu: 0.35,
    diskSize: 512,
    resourceGroupId: "rg-local",
    functionName,
    ...pickFields({ ...config }, SETTINGS),
    ...shownSettings(settings),
    codeSize,
    codeChecksum,
    functionArn: `acs:fc:${context.region}:${context.accountId}:functions/${config.functionName}`,
    functionId: `f-${config.functionName}`,
    createdTime: new Date(record.createdAt).toISOString(),
    lastModifiedTime: new Date(record.modifiedAt).toISOString(),
    state: "Active",
    lastUpdateStatus: "Successful",
  };
}
