import { asText } from "../../rest/asText.ts";
import { empty, jsonAnswer, type RestRoute } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { notEmulated } from "../../wire/notEmulated.ts";
import { logstoreOf, projectOf, type SlsServiceContext, slsBodyOf } from "../serviceContext.ts";
import type { LogstoreRow, Project } from "../state.ts";

/** Tags of projects, by their names, and of logstores, as `<project>#<logstore>`. The Terraform provider writes the type in capitals. */
export function tagRoutes(serviceContext: SlsServiceContext): RestRoute[] {
  const resource = () => "*";
  const taggedIn = (type: string, id: string): Project | LogstoreRow => {
    if (type === "project") return projectOf(serviceContext, id);
    const [project = "", logstore = ""] = id.split("#");
    if (type === "logstore") return logstoreOf(serviceContext, { project, logstore });
    throw notEmulated("sls", "TagResources");
  };
  return [
    {
      method: "GET",
      path: "/tags",
      action: "ListTagResources",
      resource,
      answer({ query }) {
        const type = (query.resourceType ?? "").toLowerCase();
        const wanted = listIn(query.tags ?? "[]") as { key?: string; value?: string }[];
        const ids = listIn(query.resourceId ?? "[]").map(asText);
        const tagResources = ids.flatMap((resourceId) => {
          const tags = Object.entries(taggedIn(type, resourceId).tags ?? {});
          const fits = wanted.every(({ key, value }) =>
            tags.some((tag) => tag[0] === key && (value === undefined || tag[1] === value)),
          );
          if (!fits) return [];
          return tags.map(([tagKey, tagValue]) => ({ resourceId, resourceType: type, tagKey, tagValue }));
        });
        return jsonAnswer({ nextToken: "", tagResources });
      },
    },
    {
      method: "POST",
      path: "/tag",
      action: "TagResources",
      resource,
      answer({ request }) {
        const { resourceType, resourceId, tags } = slsBodyOf(request.body);
        const pairs = (Array.isArray(tags) ? tags : []) as { key?: unknown; value?: unknown }[];
        const laid = Object.fromEntries(pairs.map(({ key, value }) => [asText(key), asText(value)]));
        for (const id of idsIn(resourceId)) {
          const tagged = taggedIn(asText(resourceType).toLowerCase(), id);
          tagged.tags = { ...tagged.tags, ...laid };
        }
        return empty();
      },
    },
    {
      method: "POST",
      path: "/untag",
      action: "UntagResources",
      resource,
      answer({ request }) {
        const { resourceType, resourceId, tags, all } = slsBodyOf(request.body);
        const keys = idsIn(tags);
        for (const id of idsIn(resourceId)) {
          const tagged = taggedIn(asText(resourceType).toLowerCase(), id);
          const left = Object.entries(tagged.tags ?? {}).filter(([key]) => all !== true && !keys.includes(key));
          tagged.tags = Object.fromEntries(left);
        }
        return empty();
      },
    },
  ];
}

function idsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(asText) : [];
}

/** A list that travels as JSON text in the query. */
function listIn(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {}
  throw new CloudError(400, "ParameterInvalid", "The parameter is not the JSON text of a list.");
}
