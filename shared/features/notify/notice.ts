import type { Change } from "../../core/resources/resource.ts";
import type { JsonSchema } from "../../platform/jsonSchema.ts";
import type { Reason } from "../../platform/reasons/reason.ts";

/** What a notice is about; decides its colour and whether it may wait. */
export const NOTICE_KINDS = [
  "change",
  "failure",
  "recovery",
  "approval",
  "notRenewable",
  "escalation",
  "audit",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Something that people should know, as data: every channel makes its own form of it. It never holds a secret. */
export interface Notice {
  /** What it is about, for example `failure/rotateCertificate/lsn-1`: notices of one key say the same thing. */
  key: string;
  kind: NoticeKind;
  title: Reason;
  /** What happened, to which resource, why, what to do next. */
  sentences: Reason[];
  /** The diff of a plan. */
  changes: Change[];
  link?: { label: Reason; url: string };
  /** What can be decided, each with where: buttons where a channel has them. */
  actions?: { label: Reason; url: string }[];
  /** Milliseconds since 1970. */
  at: number;
}

const reasonSchema: JsonSchema = {
  type: "object",
  properties: { code: { type: "string", pattern: "^[a-z][a-z0-9-]*$", maxLength: 100 }, params: { type: "object" } },
  required: ["code", "params"],
  additionalProperties: false,
};

const linkSchema: JsonSchema = {
  type: "object",
  properties: {
    label: reasonSchema,
    url: { type: "string", pattern: "^https?://", maxLength: 2_000 },
  },
  required: ["label", "url"],
  additionalProperties: false,
};

/** What the function `notify` takes. */
export const noticesSchema: JsonSchema = {
  type: "object",
  properties: {
    notices: {
      type: "array",
      minItems: 1,
      maxItems: 200,
      items: {
        type: "object",
        properties: {
          key: { type: "string", minLength: 1, maxLength: 300 },
          kind: { type: "string", enum: [...NOTICE_KINDS] },
          title: reasonSchema,
          sentences: { type: "array", maxItems: 50, items: reasonSchema },
          changes: {
            type: "array",
            maxItems: 500,
            items: {
              type: "object",
              properties: { field: { type: "string" }, before: {}, after: {} },
              required: ["field"],
              additionalProperties: false,
            },
          },
          link: linkSchema,
          actions: { type: "array", maxItems: 3, items: linkSchema },
          at: { type: "integer", minimum: 0 },
        },
        required: ["key", "kind", "title", "sentences", "changes", "at"],
        additionalProperties: false,
      },
    },
  },
  required: ["notices"],
  additionalProperties: false,
};
