import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { AnyOperation } from "../../../core/operation.ts";
import { ANSWERS } from "./answers.ts";
import { type DescribedRoute, idempotencyKey, plan } from "./describedRoute.ts";
import { describedRoutes } from "./routes.ts";

/**
 * The API's contract, in OpenAPI 3.1: what `GET /openapi.json` answers, and what requests are held to. Made when the
 * project is generated; functions carry what comes out of it, and none of this.
 */
export function describeApi(operations: AnyOperation[]): object {
  const names = operations.map(({ name }) => name) as [string, ...string[]];
  return {
    openapi: "3.1.0",
    info: {
      title: "albflow",
      version: "1",
      description: `Operate the listeners of Application Load Balancers: planned, verified, undoable. ${RULES}`,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/v1" }],
    security: [{ token: [] }],
    tags: [...new Set(["service", "inventory", ...operations.map(({ area }) => area), "executions", "approvals"])].map(
      (name) => ({ name }),
    ),
    paths: {
      ...pathsOf(describedRoutes(names)),
      ...Object.fromEntries(operations.map((one) => [`/operations/${one.name}`, { post: describeOperation(one) }])),
    },
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      schemas: Object.fromEntries(Object.entries(ANSWERS).map(([name, schema]) => [name, schemaOf(schema, "output")])),
      responses: {
        Problem: { description: "It was not done.", content: content("Problem", "application/problem+json") },
        Same: { description: "What `If-None-Match` names is what there still is." },
      },
      headers: {
        ETag: { description: "Names what the answer tells, for `If-None-Match`", schema: { type: "string" } },
        Location: { description: "Where to look", schema: { type: "string" } },
      },
    },
  };
}

/**
 * Of the contract what requests are held to, and what operations are: all that the function `api` itself needs of it. What every operation
 * takes is there once, as `common`, which is half of the whole.
 */
export function requestsOf({ paths }: { paths: Record<string, Record<string, Described>> }): object {
  const described = Object.values(paths).flatMap((methods) => Object.values(methods));
  const inputs = described.flatMap((one) => (one["x-operation"] === undefined ? [] : [inputOf(one)]));
  const common = Object.fromEntries(
    Object.entries(inputs[0]?.properties ?? {}).filter(([name, schema]) =>
      inputs.every(({ properties }) => isDeepStrictEqual(properties[name], schema)),
    ),
  );
  const shown = ({ operationId, summary, security, parameters, requestBody, ...rest }: Described) => {
    const operation = rest["x-operation"];
    return {
      operationId,
      ...(security === undefined ? {} : { security }),
      parameters: parameters
        .filter((parameter) => parameter.in === "query")
        .map(({ name, in: place, required, schema }) => ({ name, in: place, required, schema: withoutWords(schema) })),
      ...(requestBody === undefined
        ? {}
        : { requestBody: operation === undefined ? withoutWords(requestBody) : ownInput(requestBody, common) }),
      ...(operation === undefined ? {} : { summary, "x-operation": operation }),
    };
  };
  const shownPaths = Object.entries(paths).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, described]) => [method, shown(described)])),
  ]);
  return { common, paths: Object.fromEntries(shownPaths) };
}

interface Described {
  operationId: string;
  summary: string;
  security?: object[];
  parameters: Record<string, unknown>[];
  requestBody?: { required: boolean; content: { "application/json": { schema: InputSchema } } };
  "x-operation"?: object;
}

interface InputSchema {
  properties: Record<string, object>;
}

function inputOf({ requestBody }: Described): InputSchema {
  return requestBody?.content["application/json"].schema ?? { properties: {} };
}

/** Without its example, and without what every operation takes. */
function ownInput({ required, content }: NonNullable<Described["requestBody"]>, common: object): object {
  const { schema } = content["application/json"];
  const properties = Object.fromEntries(
    Object.entries(schema.properties).filter(([name]) => !Object.hasOwn(common, name)),
  );
  return { required, content: { "application/json": { schema: { ...schema, properties } } } };
}

/** Without what is only for people to read, of requests that no form is made of. */
function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      name === "description" && typeof inner === "string" ? [] : [[name, withoutWords(inner)]],
    ),
  );
}

/** What goes for every request. */
const RULES = [
  "What goes wrong is told as a problem (RFC 9457), with `remedy`.",
  "`RateLimit` and `RateLimit-Policy` say how many requests are left.",
  "Lists have `limit` and `cursor`; `nextCursor` leads on.",
  "Every GET has a HEAD, and OPTIONS tells what an address takes.",
].join(" ");

/** Several methods of one path stand together. */
function pathsOf(routes: DescribedRoute[]): Record<string, object> {
  const paths: Record<string, object> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: describe(route) };
  return paths;
}

/** What a part of a path may be: what fits no pattern is answered as not there, or as no id at all. */
const PATH_PATTERNS: [part: string, pattern: string][] = [
  ["/listeners/{id}", "^l(sn|sr)-[\\w*-]{1,64}$"],
  ["/executions/{name}", "^[A-Za-z_][\\w-]{0,127}$"],
  ["/rounds/{name}", "^round-[\\w-]{1,100}$"],
  ["/bulk/{name}", "^api-bulk-[\\w-]{1,100}$"],
  ["/approvals/{token}", "^[\\w.~-]+$"],
  ["/log-projects/{project}", "^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$"],
];

function patternOf(path: string, name: string): string {
  const known = PATH_PATTERNS.find(([part]) => path.startsWith(part) && part.endsWith(`{${name}}`));
  if (known === undefined) throw new Error(`The part {${name}} of ${path} has no pattern.`);
  return known[1];
}

function describe(route: DescribedRoute): object {
  const { operationId, tag, summary, path, query, headers, body, answers, open } = route;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", pattern: patternOf(path, name) },
  }));
  return {
    operationId,
    tags: [tag],
    summary,
    ...(open === true ? { security: [] } : {}),
    parameters: [
      ...inPath,
      ...parametersOf(query, "query"),
      ...parametersOf(headers, "header"),
      ...(isTagged(route) ? parametersOf(ifNoneMatch, "header") : []),
    ],
    ...(body === undefined ? {} : { requestBody: { required: body.required, content: json(schemaOf(body.schema)) } }),
    responses: {
      ...responsesOf(answers, isTagged(route) ? { 200: "ETag" } : undefined),
      ...(isTagged(route) ? { 304: { $ref: "#/components/responses/Same" } } : {}),
    },
  };
}

/** Whether its answers have an ETag: what is read as JSON has. */
function isTagged({ method, answers }: DescribedRoute): boolean {
  return method === "get" && answers[200]?.type === undefined;
}

const ifNoneMatch = z.object({
  "If-None-Match": z
    .string()
    .optional()
    .describe("ETags of earlier answers: the answer is 304, without a body, while one of them still holds"),
});

function describeOperation({ name, area, summary, when, impacts, input, example }: AnyOperation): object {
  return {
    operationId: name,
    tags: [area],
    summary,
    description: `Use it when ${when}. What it means: ${impacts.join(", or ")}; the plan says which.`,
    "x-operation": { area, when, impacts },
    parameters: [...parametersOf(z.object({ plan }), "query"), ...parametersOf(idempotencyKey, "header")],
    requestBody: { required: true, content: { "application/json": { schema: bodyOf(input), example } } },
    responses: responsesOf({
      200: { description: "What would be done.", schema: "Verdict" },
      202: { description: "It is under way; Location says where.", schema: "Started" },
    }),
  };
}

/** What callers give; what albflow adds by itself nobody else can. */
function bodyOf(input: z.ZodType): object {
  const { properties, ...schema } = schemaOf(input) as { properties: Record<string, object> };
  const { signature: _, ...given } = properties;
  return { ...schema, properties: given };
}

/** Lists are written with commas in a query. */
function parametersOf(schema: z.ZodObject | undefined, place: "query" | "header"): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, { type?: string; description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...inner }]) => ({
    name,
    in: place,
    description,
    ...(required.includes(name) ? { required: true } : {}),
    ...(inner.type === "array" ? { style: "form", explode: false } : {}),
    schema: inner,
  }));
}

/** `headers` come with an answer, by its status. */
function responsesOf(
  answers: DescribedRoute["answers"],
  headers: Record<string, string> = { 202: "Location" },
): object {
  const described = Object.entries(answers).map(([status, { description, schema, type }]) => {
    if (type !== undefined) return [status, { description, content: { [type]: { schema: { type: "string" } } } }];
    const name = headers[status];
    const sent = name === undefined ? {} : { headers: { [name]: { $ref: `#/components/headers/${name}` } } };
    return [status, { description, ...sent, ...(schema === undefined ? {} : { content: content(schema) }) }];
  });
  return { ...Object.fromEntries(described), default: { $ref: "#/components/responses/Problem" } };
}

function content(name: string, type = "application/json"): object {
  return { [type]: { schema: { $ref: `#/components/schemas/${name}` } } };
}

function json(schema: object): object {
  return { "application/json": { schema } };
}

/** JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. */
function schemaOf(schema: z.ZodType, io: "input" | "output" = "input"): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    override({ jsonSchema }) {
      // The empty schema lets everything pass; `true` says so in a word that our own validator knows.
      if (typeof jsonSchema.additionalProperties === "object") jsonSchema.additionalProperties = true;
    },
  });
  return rest;
}
