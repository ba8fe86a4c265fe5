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
    Object.entries(methods).map(([method, described]) => ({
      operationId: described.operationId,
      method: method.toUpperCase() as "GET" | "POST",
      path,
      open: described.security?.length === 0,
      query: querySchema(described.parameters ?? []),
      body: bodySchema(described),
      bodyRequired: described.requestBody?.required === true,
    })),
  );
}

/** Every operation. */
export function listedOperations(): ListedOperation[] {
  const described = Object.values(requests.paths as Record<string, { post?: Described }>);
  return described.flatMap(({ post }) => {
    const own = post?.["x-operation"];
    if (post === undefined || own === undefined) return [];
    return [{ name: post.operationId, summary: post.summary ?? "", ...own, input: bodySchema(post) ?? {} }];
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

/** What every operation takes is kept once for all of them, behind what each takes itself. */
function bodySchema({ requestBody, ...described }: Described): JsonSchema | undefined {
  const schema = requestBody?.content["application/json"].schema;
  if (schema === undefined || described["x-operation"] === undefined) return schema;
  return { ...schema, properties: { ...schema.properties, ...(requests.common as Record<string, JsonSchema>) } };
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
