import { asText } from "../../rest/asText.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { RamDirectory, Tagged } from "../contract.ts";
import { isSystemPolicy, policyIn, roleIn } from "../directory.ts";
import { booleanOf, optionalNumber, type RamAction, type RamParameters, requiredParameter } from "./action.ts";

/** Tags of roles and policies. */
export const tagActions: Record<string, RamAction> = {
  TagResources: {
    product: "ram",
    resource: () => "*",
    answer(parameters, { context: { ram } }) {
      for (const { entity } of namedIn(ram.directory, parameters)) putSentTags(entity, parameters);
      return {};
    },
  },
  UntagResources: {
    product: "ram",
    resource: () => "*",
    answer(parameters, { context: { ram } }) {
      const keys = listed(parameters, "TagKeys");
      for (const { entity } of namedIn(ram.directory, parameters)) {
        const left = Object.entries(entity.tags ?? {}).filter(
          ([key]) => !booleanOf(parameters, "All") && !keys.includes(key),
        );
        entity.tags = Object.fromEntries(left);
      }
      return {};
    },
  },
  ListTagResources: {
    product: "ram",
    resource: () => "*",
    answer(parameters, { context: { ram } }) {
      const type = typeIn(parameters);
      const wanted = sentTags(parameters);
      const names = listed(parameters, "ResourceNames");
      const all = names.length > 0 ? namedIn(ram.directory, parameters) : everyOf(ram.directory, type);
      const rows = all
        .filter(({ entity }) => wanted.every(([key, value]) => entity.tags?.[key] === value))
        .flatMap(({ name, entity }) =>
          tagList(entity).map((tag) => ({ ResourceName: name, ResourceType: type, ...tag })),
        );
      const size = optionalNumber(parameters, "PageSize", { least: 1, most: 100, otherwise: 20 });
      const from = Number(parameters.get("NextToken") ?? 0) || 0;
      const more = rows.length > from + size;
      return { TagResources: rows.slice(from, from + size), ...(more ? { NextToken: String(from + size) } : {}) };
    },
  },
};

/** The tags of a role or policy as they are shown. */
export function tagList({ tags = {} }: Tagged): { TagKey: string; TagValue: string }[] {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

/** Whether something carries all the tags that a call asks for. */
export function hasSentTags({ tags = {} }: Tagged, parameters: RamParameters): boolean {
  return sentTags(parameters).every(([key, value]) => tags[key] === value);
}

/** Lays the tags that a call sends over those that are there. */
export function putSentTags(entity: Tagged, parameters: RamParameters): void {
  const sent = sentTags(parameters);
  if (sent.length > 0) entity.tags = { ...entity.tags, ...Object.fromEntries(sent) };
}

/** Tags as numbered parameters, or as the JSON text that the SDKs make of them. */
function sentTags(parameters: RamParameters): [string, string][] {
  const text = parameters.get("Tag");
  if (text !== undefined) {
    return jsonList(text, "Tag").map((tag): [string, string] => {
      const { Key, Value } = (tag ?? {}) as { Key?: unknown; Value?: unknown };
      return [asText(Key), asText(Value)];
    });
  }
  return [...parameters].flatMap(([name, key]): [string, string][] => {
    const prefix = /^(Tag\.\d{1,3})\.Key$/.exec(name)?.[1];
    return prefix === undefined ? [] : [[key, parameters.get(`${prefix}.Value`) ?? ""]];
  });
}

/** A list of texts, numbered or as JSON text. */
function listed(parameters: RamParameters, list: string): string[] {
  const text = parameters.get(list);
  if (text !== undefined) return jsonList(text, list).map(asText);
  const pattern = new RegExp(`^${list}\\.\\d{1,3}$`);
  return [...parameters].flatMap(([name, value]) => (pattern.test(name) ? [value] : []));
}

function jsonList(text: string, name: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {}
  throw new CloudError(400, `InvalidParameter.${name}`, `The parameter ${name} is not the JSON text of a list.`);
}

function typeIn(parameters: RamParameters): "role" | "policy" {
  return requiredParameter(parameters, "ResourceType", /^(?:role|policy)$/) as "role" | "policy";
}

function everyOf({ roles, policies }: RamDirectory, type: "role" | "policy"): { name: string; entity: Tagged }[] {
  return Object.values(type === "role" ? roles : policies).map((entity) => ({ name: entity.name, entity }));
}

function namedIn(directory: RamDirectory, parameters: RamParameters): { name: string; entity: Tagged }[] {
  const type = typeIn(parameters);
  const names = listed(parameters, "ResourceNames");
  if (names.length === 0) throw new CloudError(400, "MissingResourceNames", "The parameter ResourceNames is required.");
  return names.map((name) => {
    const entity =
      type === "role" ? roleIn(directory, name) : isSystemPolicy(name) ? undefined : policyIn(directory, name);
    if (entity !== undefined) return { name, entity };
    const kind = type === "role" ? "Role" : "Policy";
    throw new CloudError(404, `EntityNotExist.${kind}`, `The ${type} does not exist: ${name}`);
  });
}
