import { z } from "zod";
import { configurationSchema, settingsSchema } from "./schema.ts";

type Json = Record<string, unknown>;

/** The JSON Schema of albflow.yaml, with which editors complete and check it. */
export function configurationJsonSchema(): Json {
  const options = { io: "input", unrepresentable: "any" } as const;
  const whole = z.toJSONSchema(configurationSchema, options) as unknown as Json & { properties: { stages: Json } };
  const { $schema: _, ...stage } = z.toJSONSchema(settingsSchema, options) as Json;
  // A stage says only what is different in it.
  whole.properties.stages.additionalProperties = withoutRequired(stage);
  return { title: "albflow.yaml", ...whole };
}

function withoutRequired(schema: unknown): unknown {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(withoutRequired);
  const { required: _, ...others } = schema as Json;
  return Object.fromEntries(Object.entries(others).map(([key, inner]) => [key, withoutRequired(inner)]));
}
