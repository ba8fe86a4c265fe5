import { z } from "zod";
import { aclRow, listenerRow, loadBalancerRow, securityPolicyRow, tagRow, toRuleRow } from "../alb/rows.ts";
import { serverGroupRow } from "../alb/serverGroupRow.ts";
import { duration } from "./duration.ts";

const text = z.string().min(1);

/**
 * A certificate with its key, of a server or of a client: made for `names` by one of `caCertificates` or by the seed's
 * own CA, which nobody knows; or given as PEM, in place or as files.
 */
const certificate = z
  .strictObject({
    name: text,
    /** The number before the suffix of the CAS site; random when absent. */
    id: z.int().positive().optional(),
    /** DNS names or addresses; the first is the common name. */
    names: z.array(text).min(1).optional(),
    /** Default 90 days. */
    expiresIn: duration.optional(),
    /** How long ago it became valid; default one hour. */
    age: duration.optional(),
    /** Name of one of `caCertificates`, which must be one that is made, too. */
    issuer: text.optional(),
    /** Relative to the folder of the seed file. */
    certificateFile: text.optional(),
    privateKeyFile: text.optional(),
    certificatePem: text.optional(),
    privateKeyPem: text.optional(),
  })
  .refine(
    (given) =>
      SOURCES.filter((fields) => fields.some((field) => given[field] !== undefined)).length === 1 &&
      SOURCES.some(
        ([first, second]) => given[first] !== undefined && (first === "names" || given[second] !== undefined),
      ),
    "A certificate has names (and expiresIn, age and issuer, if you like), or certificateFile and privateKeyFile, " +
      "or certificatePem and privateKeyPem. An export leaves the keys out unless it was made --with-keys.",
  );

const SOURCES = [
  ["names", "expiresIn", "age", "issuer"],
  ["certificateFile", "privateKeyFile"],
  ["certificatePem", "privateKeyPem"],
] as const;

/** A CA whose clients a listener with mutual TLS lets in: made, or given as PEM, in place or as a file. */
const caCertificate = z
  .strictObject({
    name: text,
    identifier: text.optional(),
    /** Of a CA that is made: default ten years. */
    expiresIn: duration.optional(),
    certificateFile: text.optional(),
    certificatePem: text.optional(),
  })
  .refine(
    (given) => CA_SOURCES.filter((field) => given[field] !== undefined).length <= 1,
    "A CA certificate has certificateFile, or certificatePem, or neither and is made, until expiresIn.",
  );

const CA_SOURCES = ["certificateFile", "certificatePem", "expiresIn"] as const;

/** A domain that Alibaba Cloud DNS keeps, with records in its own field names. */
const domain = z.strictObject({
  name: text,
  records: z
    .array(
      z.strictObject({
        RR: text,
        Type: text,
        Value: text,
        TTL: z.int().positive().optional(),
        Priority: z.int().optional(),
      }),
    )
    .default([]),
});

const httpStatus = z.int().min(200).max(599);

/**
 * A little server on 127.0.0.1 that answers everything with the same text, says its name in the field `x-backend`, and
 * sends back whatever it is told over a WebSocket.
 */
const backend = z.strictObject({
  name: text,
  /** Any free one when absent. */
  port: z.int().min(1).max(65535).optional(),
  answer: z.string(),
  /** What it answers with; default 200. */
  status: httpStatus.optional(),
  /** What it answers on particular paths instead: `{ /health: 200 }`. */
  statusOf: z.record(z.string().startsWith("/"), httpStatus).optional(),
  /** HTTPS, with a certificate that nobody knows. */
  tls: z.boolean().optional(),
});

/**
 * Everything that a local cloud can begin with. What ALB has is written in ALB's own field names, and only what is
 * special about it; the rest gets the defaults of creation. Where ALB wants the id of a certificate, the name of one of
 * `certificates` or `caCertificates` does; where it wants a server's, the name of one of `backends` does.
 */
export const seedSchema = z.strictObject({
  certificates: table(certificate, "name"),
  caCertificates: table(caCertificate, "name"),
  logProjects: table(z.strictObject({ project: text, logstores: z.array(text).default([]) }), "project"),
  /** Where ActionTrail delivers its events. */
  trails: z.array(z.strictObject({ project: text, logstore: text })).default([]),
  domains: table(domain, "name"),
  backends: table(backend, "name"),
  loadBalancers: table(loadBalancerRow, "LoadBalancerId"),
  serverGroups: table(serverGroupRow, "ServerGroupId"),
  listeners: table(listenerRow, "ListenerId"),
  rules: table(toRuleRow, "RuleId"),
  securityPolicies: table(securityPolicyRow, "SecurityPolicyId"),
  acls: table(aclRow, "AclId"),
  tags: table(tagRow, "ResourceId"),
});

/** A seed as it is written. */
export type Seed = z.input<typeof seedSchema>;

/** A seed that has been checked, with defaults filled in. */
export type CheckedSeed = z.output<typeof seedSchema>;

/** How a backend is written down. */
export type BackendSpec = z.input<typeof backend>;

/** Rows of which no two have the same value in the field that tells them apart. */
function table<Row extends z.ZodType<object>, Field extends string & keyof z.output<Row>>(row: Row, field: Field) {
  return z
    .array(row)
    .superRefine((rows, context) => {
      const seen = new Set<unknown>();
      for (const [index, { [field]: value }] of rows.entries()) {
        if (seen.has(value)) {
          const message = `There is another one with the ${field} ${JSON.stringify(value)}.`;
          context.addIssue({ code: "custom", path: [index, field], message });
        }
        seen.add(value);
      }
    })
    .default([]);
}
