import { empty, jsonAnswer, type RestRoute } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import {
  logstoreOf,
  numberOfQuery,
  projectOf,
  type SlsServiceContext,
  slsBodyOf,
  textOfQuery,
} from "../serviceContext.ts";
import { type LogIndexRow, type LogstoreRow, newLogstore } from "../state.ts";

/** Logstores and their indexes. */
export function logstoreRoutes(serviceContext: SlsServiceContext): RestRoute[] {
  const { context } = serviceContext;
  const one = ({ project, logstore }: Record<string, string>) => `project/${project}/logstore/${logstore}`;
  return [
    {
      method: "POST",
      path: "/logstores",
      action: "CreateLogStore",
      resource: ({ project }) => `project/${project}/logstore/*`,
      answer({ request, parameters }) {
        const { logstores } = projectOf(serviceContext, parameters.project);
        const body = slsBodyOf(request.body);
        const name = textOfQuery(body, "logstoreName", LOGSTORE_NAME);
        if (logstores.has(name)) throw new CloudError(400, "LogStoreAlreadyExist", `logstore ${name} already exists`);
        const ttl = numberOfQuery(body, "ttl", TTL);
        const shardCount = numberOfQuery(body, "shardCount", { least: 1, most: 10, otherwise: 2 });
        const created = newLogstore(name, { ttl, shardCount, now: context.clock.now() });
        logstores.set(name, { ...created, settings: settingsOf(body) });
        return empty();
      },
    },
    {
      method: "GET",
      path: "/logstores",
      action: "ListLogStores",
      resource: ({ project }) => `project/${project}/logstore/*`,
      answer({ parameters, query }) {
        const wanted = query.logstoreName ?? "";
        const all = [...projectOf(serviceContext, parameters.project).logstores.keys()].filter((name) =>
          name.includes(wanted),
        );
        const offset = numberOfQuery(query, "offset", { least: 0, most: 1e9, otherwise: 0 });
        const page = all
          .sort()
          .slice(offset, offset + numberOfQuery(query, "size", { least: 1, most: 500, otherwise: 200 }));
        return jsonAnswer({ count: page.length, total: all.length, logstores: page });
      },
    },
    {
      method: "GET",
      path: "/logstores/{logstore}",
      query: { type: [""] },
      action: "GetLogStore",
      resource: one,
      answer: ({ parameters }) => jsonAnswer(view(logstoreOf(serviceContext, parameters))),
    },
    {
      method: "PUT",
      path: "/logstores/{logstore}",
      action: "UpdateLogStore",
      resource: one,
      answer({ request, parameters }) {
        const logstore = logstoreOf(serviceContext, parameters);
        const body = slsBodyOf(request.body);
        const shards = logstore.shards.length;
        // Shards are split and merged, never counted anew.
        if (numberOfQuery(body, "shardCount", { least: 1, most: 256, otherwise: shards }) !== shards) {
          throw new CloudError(400, "ParameterInvalid", "shardCount cannot be changed: split or merge shards.");
        }
        logstore.ttl = numberOfQuery(body, "ttl", { ...TTL, otherwise: logstore.ttl });
        logstore.settings = { ...logstore.settings, ...settingsOf(body) };
        logstore.modifiedAt = context.clock.now();
        return empty();
      },
    },
    {
      method: "DELETE",
      path: "/logstores/{logstore}",
      action: "DeleteLogStore",
      resource: one,
      answer({ parameters }) {
        const { name } = logstoreOf(serviceContext, parameters);
        projectOf(serviceContext, parameters.project).logstores.delete(name);
        return empty();
      },
    },
    {
      method: "GET",
      path: "/logstores/{logstore}/meteringmode",
      action: "GetLogStoreMeteringMode",
      resource: one,
      answer: ({ parameters }) =>
        jsonAnswer({ meteringMode: logstoreOf(serviceContext, parameters).meteringMode ?? "ChargeByFunction" }),
    },
    {
      method: "PUT",
      path: "/logstores/{logstore}/meteringmode",
      action: "UpdateLogStoreMeteringMode",
      resource: one,
      answer({ request, parameters }) {
        const mode = textOfQuery(slsBodyOf(request.body), "meteringMode", /^ChargeBy(?:Function|DataIngest)$/);
        logstoreOf(serviceContext, parameters).meteringMode = mode;
        return empty();
      },
    },
    {
      method: "GET",
      path: "/logstores/{logstore}/index",
      query: { type: [""] },
      action: "GetIndex",
      resource: one,
      answer: ({ parameters }) =>
        jsonAnswer({
          index_mode: "v2",
          storage: "pg",
          log_reduce: false,
          max_text_len: 2048,
          lastModifyTime: Math.floor(logstoreOf(serviceContext, parameters).modifiedAt / 1000),
          ...indexOf(logstoreOf(serviceContext, parameters)),
          // An index lives as long as its logstore, whatever is sent (the Python SDK's text).
          ttl: logstoreOf(serviceContext, parameters).ttl,
        }),
    },
    {
      method: "POST",
      path: "/logstores/{logstore}/index",
      action: "CreateIndex",
      resource: one,
      answer({ request, parameters }) {
        const logstore = logstoreOf(serviceContext, parameters);
        if (logstore.index !== undefined) {
          throw new CloudError(400, "IndexAlreadyExist", "log store index is already created");
        }
        logstore.index = readIndex(request.body);
        return empty();
      },
    },
    {
      method: "PUT",
      path: "/logstores/{logstore}/index",
      action: "UpdateIndex",
      resource: one,
      answer({ request, parameters }) {
        const logstore = logstoreOf(serviceContext, parameters);
        indexOf(logstore);
        logstore.index = readIndex(request.body);
        return empty();
      },
    },
    {
      method: "DELETE",
      path: "/logstores/{logstore}/index",
      action: "DeleteIndex",
      resource: one,
      answer({ parameters }) {
        const logstore = logstoreOf(serviceContext, parameters);
        indexOf(logstore);
        delete logstore.index;
        return empty();
      },
    },
  ];
}

const LOGSTORE_NAME = /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/;
/** Days; 3650 means for ever. */
const TTL = { least: 1, most: 3650, otherwise: 30 };
const INDEX_SETTINGS = ["log_reduce", "log_reduce_black_list", "log_reduce_white_list", "max_text_len"];

const KEY_TYPES = ["text", "long", "double", "json"];

function indexOf({ index }: LogstoreRow): LogIndexRow {
  if (index === undefined) throw new CloudError(404, "IndexConfigNotExist", "index config doesn't exist");
  return index;
}

/** Takes only what is an index. Throws `CloudError` IndexInfoInvalid. */
function readIndex(body: Buffer): LogIndexRow {
  const { line, keys, ttl, ...others } = slsBodyOf(body);
  const isTokens = (token: unknown) =>
    token === undefined || (Array.isArray(token) && token.every((one) => typeof one === "string"));
  const isPart = (part: unknown): part is { token?: string[]; type?: string } =>
    typeof part === "object" && part !== null && isTokens("token" in part ? part.token : undefined);
  const areKeys =
    keys === undefined ||
    (typeof keys === "object" &&
      keys !== null &&
      Object.values(keys).every((key) => isPart(key) && KEY_TYPES.includes(key.type ?? "")));
  if ((line === undefined && keys === undefined) || (line !== undefined && !isPart(line)) || !areKeys) {
    throw new CloudError(400, "IndexInfoInvalid", "log store index info is not valid");
  }
  // Held against the shape just above.
  const index = { ...(line !== undefined && { line }), ...(keys !== undefined && { keys }) };
  const kept = Object.fromEntries(INDEX_SETTINGS.flatMap((name) => (name in others ? [[name, others[name]]] : [])));
  return { ...kept, ...index, ...(Number.isInteger(ttl) && { ttl }) } as LogIndexRow;
}

/** What a client may say of a logstore besides its size and age, with how the service tells it where nobody has said so. */
const SETTINGS: Record<string, { otherwise?: unknown; fits: (value: unknown) => boolean }> = {
  enable_tracking: { otherwise: false, fits: (value) => typeof value === "boolean" },
  autoSplit: { otherwise: false, fits: (value) => typeof value === "boolean" },
  maxSplitShard: {
    otherwise: 0,
    fits: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 256,
  },
  appendMeta: { otherwise: false, fits: (value) => typeof value === "boolean" },
  telemetryType: { otherwise: "None", fits: (value) => ["", "None", "Metrics"].includes(String(value)) },
  mode: { otherwise: "standard", fits: (value) => ["standard", "query", "lite"].includes(String(value)) },
  // 0 is what clients send that have none.
  hot_ttl: {
    fits: (value) => Number.isInteger(value) && (Number(value) === 0 || (Number(value) >= 7 && Number(value) <= 3_000)),
  },
  infrequentAccessTTL: { fits: (value) => Number.isInteger(value) && Number(value) >= 0 },
  encrypt_conf: { fits: (value) => typeof value === "object" && value !== null },
  processorId: { fits: (value) => typeof value === "string" },
  productType: { fits: (value) => typeof value === "string" },
};

function settingsOf(body: Record<string, unknown>): Record<string, unknown> {
  const sent = Object.entries(SETTINGS).filter(([name]) => body[name] !== undefined && body[name] !== null);
  for (const [name, { fits }] of sent) {
    // As many shards as none are told, and are nothing to split into.
    const isNothing = name === "maxSplitShard" && body.autoSplit === true && body[name] === 0;
    if (!fits(body[name]) || isNothing) {
      throw new CloudError(400, "ParameterInvalid", `The parameter ${name} is invalid.`);
    }
  }
  return Object.fromEntries(sent.map(([name]) => [name, body[name]]));
}

function view({ name, ttl, shards, createdAt, modifiedAt, settings }: LogstoreRow) {
  const defaults = Object.entries(SETTINGS).filter(([, { otherwise }]) => otherwise !== undefined);
  return {
    logstoreName: name,
    ttl,
    shardCount: shards.length,
    ...Object.fromEntries(defaults.map(([setting, { otherwise }]) => [setting, otherwise])),
    ...settings,
    createTime: Math.floor(createdAt / 1000),
    lastModifyTime: Math.floor(modifiedAt / 1000),
  };
}
