import { asText } from "../../rest/asText.ts";
import { empty, jsonAnswer, type RestRoute } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { notEmulated } from "../../wire/notEmulated.ts";
import { functionOf } from "../resolveFunction.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import { type FunctionRecord, LATEST } from "../state.ts";
import { bodyOf, paged } from "./body.ts";

/** Published versions, and aliases of them (API 2023-03-30). */
export function versionRoutes(serviceContext: FcServiceContext, base: string): RestRoute[] {
  const { state, context } = serviceContext;
  const one = `${base}/functions/{name}`;
  const resource = ({ name }: Record<string, string>) => `functions/${name}`;
  const recordOf = ({ name = "" }: Record<string, string>) => functionOf(state, name);
  return [
    {
      method: "POST",
      path: `${one}/versions`,
      action: "PublishFunctionVersion",
      resource,
      answer({ request, parameters }) {
        const record = recordOf(parameters);
        const description = asText((request.body.length === 0 ? {} : bodyOf(request.body)).description);
        const newest = Math.max(0, ...record.versions.map(({ versionId }) => Number(versionId)));
        const version = {
          versionId: String(newest + 1),
          description,
          createdAt: context.clock.now(),
          config: structuredClone(record.config),
        };
        record.versions.push(version);
        return jsonAnswer(versionView(version));
      },
    },
    {
      method: "GET",
      path: `${one}/versions`,
      action: "ListFunctionVersions",
      resource,
      answer({ parameters, query }) {
        const { page, nextToken } = paged(
          recordOf(parameters).versions,
          ({ versionId }) => versionId.padStart(10, "0"),
          query,
        );
        return jsonAnswer({
          versions: page.map(versionView),
          direction: "FORWARD",
          ...(nextToken !== undefined && { nextToken }),
        });
      },
    },
    {
      method: "DELETE",
      path: `${one}/versions/{version}`,
      action: "DeleteFunctionVersion",
      resource,
      answer({ parameters }) {
        const record = recordOf(parameters);
        const { version: wanted = "" } = parameters;
        const user = record.aliases.find(({ versionId }) => versionId === wanted);
        if (user !== undefined) {
          throw new CloudError(409, "VersionInUse", `version ${wanted} is used by the alias '${user.aliasName}'`);
        }
        record.versions = record.versions.filter(({ versionId }) => versionId !== wanted);
        return empty(204);
      },
    },
    {
      method: "POST",
      path: `${one}/aliases`,
      action: "CreateAlias",
      resource,
      answer({ request, parameters }) {
        const record = recordOf(parameters);
        const body = bodyOf(request.body);
        const aliasName = asText(body.aliasName);
        refuseWeights(body);
        if (!/^[A-Za-z_][\w-]{0,127}$/.test(aliasName) || aliasName === LATEST) {
          throw new CloudError(400, "InvalidArgument", `aliasName '${aliasName}' is not valid.`);
        }
        if (record.aliases.some((alias) => alias.aliasName === aliasName)) {
          throw new CloudError(409, "AliasAlreadyExists", `alias '${aliasName}' already exists`);
        }
        const now = context.clock.now();
        const versionId = publishedVersion(record, body.versionId);
        const alias = {
          aliasName,
          versionId,
          description: asText(body.description),
          createdAt: now,
          modifiedAt: now,
        };
        record.aliases.push(alias);
        return jsonAnswer(aliasView(alias));
      },
    },
    {
      method: "GET",
      path: `${one}/aliases`,
      action: "ListAliases",
      resource,
      answer({ parameters, query }) {
        const { page, nextToken } = paged(recordOf(parameters).aliases, ({ aliasName }) => aliasName, query);
        return jsonAnswer({ aliases: page.map(aliasView), ...(nextToken !== undefined && { nextToken }) });
      },
    },
    {
      method: "GET",
      path: `${one}/aliases/{alias}`,
      action: "GetAlias",
      resource,
      answer: ({ parameters }) => jsonAnswer(aliasView(aliasOf(recordOf(parameters), parameters.alias))),
    },
    {
      method: "PUT",
      path: `${one}/aliases/{alias}`,
      action: "UpdateAlias",
      resource,
      answer({ request, parameters }) {
        const record = recordOf(parameters);
        const alias = aliasOf(record, parameters.alias);
        const body = bodyOf(request.body);
        refuseWeights(body);
        if (body.versionId !== undefined) alias.versionId = publishedVersion(record, body.versionId);
        if (body.description !== undefined) alias.description = asText(body.description);
        alias.modifiedAt = context.clock.now();
        return jsonAnswer(aliasView(alias));
      },
    },
    {
      method: "DELETE",
      path: `${one}/aliases/{alias}`,
      action: "DeleteAlias",
      resource,
      answer({ parameters }) {
        const record = recordOf(parameters);
        const alias = aliasOf(record, parameters.alias);
        record.aliases = record.aliases.filter((one) => one !== alias);
        return empty(204);
      },
    },
  ];
}

/** A share of the calls for another version would be kept and not given. */
function refuseWeights({ additionalVersionWeight: weights }: Record<string, unknown>): void {
  if (typeof weights === "object" && weights !== null && Object.keys(weights).length > 0) {
    throw notEmulated("fc", "an alias with additionalVersionWeight");
  }
}

function publishedVersion({ versions }: FunctionRecord, wanted: unknown): string {
  const version = versions.find(({ versionId }) => versionId === String(wanted));
  if (version === undefined) throw new CloudError(404, "VersionNotFound", `version '${String(wanted)}' does not exist`);
  return version.versionId;
}

function aliasOf({ aliases }: FunctionRecord, wanted: string | undefined): FunctionRecord["aliases"][number] {
  const alias = aliases.find(({ aliasName }) => aliasName === wanted);
  if (alias === undefined) throw new CloudError(404, "AliasNotFound", `alias '${wanted}' does not exist`);
  return alias;
}

function versionView({ versionId, description, createdAt }: FunctionRecord["versions"][number]) {
  const time = new Date(createdAt).toISOString();
  return { versionId, description, createdTime: time, lastModifiedTime: time };
}

function aliasView({ createdAt, modifiedAt, ...alias }: FunctionRecord["aliases"][number]) {
  const times = {
    createdTime: new Date(createdAt).toISOString(),
    lastModifiedTime: new Date(modifiedAt).toISOString(),
  };
  return { ...alias, ...times };
}
