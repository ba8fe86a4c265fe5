import type { JsonSchema } from "../../platform/jsonSchema.ts";
// Made by `npm run generate` out of shared/features/api/description/ and the operations: what requests are held to. The whole
// contract, with its answers, is carried by the function `metrics`.
import requests from "./requests.json" with { type: "json" };

/** A kind of request, as the published contract has it. */
export interface ContractRoute {
  operationId: string;
  method: "GET" | "POST";
  /** As OpenAPI writes it: `/listeners/{id}`. */
  path: string;
  /** Needs nobody to say who they are. */
  open: boolean;
  /** What its query may hold. */
  query: JsonSchema;
  /** What its body must be; undefined when it has none. */
  body: JsonSchema | undefined;
  bodyRequired: boolean;
}

/** An operation as the API lists it. */
export interface ListedOperation {
  name: string;
  area: string;
  summary: string;
  when: string;
  /** What it may mean, the usual first. */
  impacts: string[];
  /** JSON Schema of its input. */
  input: JsonSchema;
}

/** Every kind of request. */
export function contractRoutes(): ContractRoute[] {
  return Object.entries(requests.paths as Record<string, Record<string, Described>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security, parameters = [], requestBody }]) => ({
      operationId,
      method: method.toUpperCase() as "GET" | "POST",
      path,
      open: security?.length === 0,
      query: querySchema(parameters),
      body: requestBody?.content["application/json"].schema,
      bodyRequired: requestBody?.required === true,
    })),
  );
}

/** Every operation. */
export function listedOperations(): ListedOperation[] {
  const described = Object.values(requests.paths as Record<string, { post?: Described }>);
  return described.flatMap(({ post }) => {
    const own = post?.["x-operation"];
    if (post === undefined || own === undefined) return [];
    const { operationId, summary = "", requestBody } = post;
    return [{ name: operationId, summary, ...own, input: requestBody?.content["application/json"].schema ?? {} }];
  });
}

interface Described {
  operationId: string;
  /** Of operations. */
  summary?: string;
  security?: object[];
  parameters?: { name: string; in: string; required?: boolean; schema: JsonSchema }[];
  requestBody?: { required?: boolean; content: { "application/json": { schema: JsonSchema } } };
  "x-operation"?: Pick<ListedOperation, "area" | "when" | "impacts">;
}

function querySchema(parameters: NonNullable<Described["parameters"]>): JsonSchema {
  const inQuery = parameters.filter((parameter) => parameter.in === "query");
  return {
    type: "object",
    properties: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
    required: inQuery.filter(({ required }) => required === true).map(({ name }) => name),
    additionalProperties: false,
  };
}
