import type { Change } from "../../core/resources/resource.ts";
import type { JsonSchema } from "../../platform/jsonSchema.ts";

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
  title: string;
  /** What happened, to which resource, why, what to do next. */
  sentences: string[];
  /** The diff of a plan. */
  changes: Change[];
  link?: { label: string; url: string };
  /** Milliseconds since 1970. */
  at: number;
}

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
          title: { type: "string", minLength: 1, maxLength: 200 },
          sentences: { type: "array", maxItems: 50, items: { type: "string" } },
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
          link: {
            type: "object",
            properties: {
              label: { type: "string", minLength: 1 },
              url: { type: "string", pattern: "^https?://", maxLength: 2_000 },
            },
            required: ["label", "url"],
            additionalProperties: false,
          },
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
