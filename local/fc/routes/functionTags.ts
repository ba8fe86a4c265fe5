import { empty, jsonAnswer, type RestRoute } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { functionOf } from "../resolveFunction.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import type { FunctionRecord } from "../state.ts";
import { bodyOf } from "./body.ts";

/** Tags of functions (API 2023-03-30). */
export function functionTagRoutes(serviceContext: FcServiceContext, base: string): RestRoute[] {
  const { state, context } = serviceContext;
  const every = () => "functions/*";
  const arnOf = (name: string) => `acs:fc:${context.region}:${context.accountId}:functions/${name}`;
  const named = (arn: string) => functionOf(state, arn.slice(arn.lastIndexOf("/") + 1));
  return [
    {
      method: "GET",
      path: `${base}/tags-v2`,
      action: "ListTagResources",
      resource: every,
      answer({ query, requestId }) {
        const ids = listIn(query, "ResourceId");
        const records = ids.length > 0 ? ids.map(named) : [...state.functions.values()];
        const TagResources = records.flatMap((record) =>
          Object.entries(tagsOf(record)).map(([TagKey, TagValue]) => ({
            ResourceId: arnOf(record.config.functionName),
            ResourceType: "function",
            TagKey,
            TagValue,
          })),
        );
        return jsonAnswer({ RequestId: requestId, TagResources });
      },
    },
    {
      method: "POST",
      path: `${base}/tags-v2`,
      action: "TagResources",
      resource: every,
      answer({ request }) {
        const { ResourceId = [], Tag = [] } = bodyOf(request.body) as {
          ResourceId?: string[];
          Tag?: { Key?: string; Value?: string }[];
        };
        const laid = Object.fromEntries(Tag.map(({ Key = "", Value = "" }) => [Key, Value]));
        for (const record of ResourceId.map(named)) putTags(record, { ...tagsOf(record), ...laid });
        return empty(200);
      },
    },
    {
      method: "DELETE",
      path: `${base}/tags-v2`,
      action: "UntagResources",
      resource: every,
      answer({ query }) {
        const keys = listIn(query, "TagKey");
        for (const record of listIn(query, "ResourceId").map(named)) {
          const left = Object.entries(tagsOf(record)).filter(([key]) => query.All !== "true" && !keys.includes(key));
          putTags(record, Object.fromEntries(left));
        }
        return empty(200);
      },
    },
  ];
}

function tagsOf({ config }: FunctionRecord): Record<string, string> {
  const tags = (config.settings?.tags ?? []) as { key: string; value: string }[];
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

function putTags(record: FunctionRecord, tags: Record<string, string>): void {
  const list = Object.entries(tags).map(([key, value]) => ({ key, value }));
  record.config = { ...record.config, settings: { ...record.config.settings, tags: list } };
}

/** A list in the query: JSON text, as the SDK sends it, or numbered. */
function listIn(query: Record<string, string>, name: string): string[] {
  const text = query[name];
  if (text !== undefined) {
    try {
      const value: unknown = JSON.parse(text);
      if (Array.isArray(value)) return value.map(String);
    } catch {}
    throw new CloudError(400, "InvalidArgument", `${name} is not the JSON text of a list.`);
  }
  return Object.entries(query).flatMap(([key, value]) => (new RegExp(`^${name}\\.\\d+$`).test(key) ? [value] : []));
}
