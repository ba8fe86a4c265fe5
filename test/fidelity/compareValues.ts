import AlbSdk from "@alicloud/alb20200616";
import AlidnsSdk from "@alicloud/alidns20150109";
import CasSdk from "@alicloud/cas20200407";
import { albApi } from "../../local/alb/albApi.ts";
import alidnsTable from "../../local/alidns/api.json" with { type: "json" };
import casTable from "../../local/cas/api.json" with { type: "json" };
import type { Api, ParameterApi } from "../../local/rpc/api.ts";
import { type DocumentedValues, documentedValues, type RequestClass } from "./documentedValues.ts";

const TABLES: [product: string, packageName: string, sdk: object, api: Api][] = [
  ["alb", "@alicloud/alb20200616", AlbSdk, albApi],
  ["cas", "@alicloud/cas20200407", CasSdk, casTable as unknown as Api],
  ["dns", "@alicloud/alidns20150109", AlidnsSdk, alidnsTable as unknown as Api],
];

/** Where the parameter tables differ from the SDKs: parameters, enumerations, ranges, defaults and what is required. */
export function compareValues(): string[] {
  return TABLES.flatMap(([product, packageName, sdk, api]) =>
    Object.entries(api.actions).flatMap(([action, { parameters, clientToken, dryRun }]) => {
      const request = (sdk as Record<string, RequestClass>)[`${action}Request`];
      if (request === undefined) return [];
      const implied = [...(clientToken ? ["ClientToken"] : []), ...(dryRun ? ["DryRun"] : [])];
      const own = new Map(parameters.map((parameter) => [parameter.name, parameter]));
      return [...documentedValues(packageName, request)].flatMap(([name, documented]) => {
        const parameter = own.get(name);
        if (implied.includes(name)) return [];
        if (parameter === undefined) return [`${product} ${action} does not take ${name}`];
        return differences(parameter, documented).map((what) => `${product} ${action} ${name} ${what}`);
      });
    }),
  );
}

function differences(parameter: ParameterApi, documented: DocumentedValues): string[] {
  const taken = parameter.enum;
  const lacks =
    parameter.type === "string" && taken !== undefined
      ? (documented.enum ?? []).filter((value) => !taken.includes(value)).map((value) => `lacks ${value}`)
      : [];
  const open =
    parameter.type === "string" && taken === undefined && documented.enum !== undefined
      ? [`takes anything, documented are ${documented.enum.join(", ")}`]
      : [];
  const range =
    parameter.type === "integer" && documented.minimum !== undefined && documented.maximum !== undefined
      ? [
          ...(parameter.minimum === undefined || parameter.minimum > documented.minimum
            ? [`begins at ${parameter.minimum}, documented is ${documented.minimum}`]
            : []),
          ...(parameter.maximum === undefined || parameter.maximum < documented.maximum
            ? [`ends at ${parameter.maximum}, documented is ${documented.maximum}`]
            : []),
        ]
      : [];
  const required =
    documented.isRequired &&
    !parameter.name.endsWith(".N") &&
    !parameter.required &&
    parameter.requiredWhen === undefined
      ? ["is not required"]
      : [];
  const usual =
    parameter.default !== undefined &&
    documented.default !== undefined &&
    String(parameter.default) !== documented.default
      ? [`is ${String(parameter.default)} unless sent, documented is ${documented.default}`]
      : [];
  return [...lacks, ...open, ...range, ...required, ...usual];
}
