import { z } from "zod";

/** What a notice is about; decides its colour and whether it may wait. */
export const NOTICE_KINDS = ["change", "failure", "recovery", "approval", "notRenewable", "escalation"] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Something that people should know, as data: every channel makes its own form of it. It never holds a secret. */
export const noticeSchema = z.strictObject({
  /** What it is about, for example `failure/rotateCertificate/lsn-1`: notices of one key say the same thing. */
  key: z.string().min(1).max(300),
  kind: z.enum(NOTICE_KINDS),
  title: z.string().min(1).max(200),
  /** What happened, to which resource, why, what to do next. */
  sentences: z.array(z.string()).max(50),
  /** The diff of a plan. */
  changes: z
    .array(z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() }))
    .max(500)
    .default([]),
  link: z.strictObject({ label: z.string().min(1), url: z.url({ protocol: /^https?$/ }) }).optional(),
  /** Milliseconds since 1970. */
  at: z.int().nonnegative(),
});

export type Notice = z.output<typeof noticeSchema>;
