import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { UsedToken } from "../rpc/replay.ts";
import { dnsNameOf, servedAddress } from "./intranetName.ts";
import {
  type AlbRows,
  aclRow,
  jobRow,
  listenerRow,
  loadBalancerRow,
  type PendingChange,
  securityPolicyRow,
  tagRow,
  toRuleRow,
} from "./rows.ts";
import { healthCheckTemplateRow, serverGroupRow } from "./serverGroupRow.ts";
import { isoSeconds } from "./time.ts";

/** ALB's whole state as plain data: what `exportState` gives and `importState` takes. */
export type AlbExport = { [Name in keyof AlbRows]: AlbRows[Name][] };

/** A seed: any part of the state, with ALB's own field names; what is left out gets the defaults of creation. */
export type AlbSeed = z.input<typeof seed>;

/** The rows of the seed, apart from what has happened in it. */
const seedRows = {
  loadBalancers: loadBalancerRow,
  listeners: listenerRow,
  rules: toRuleRow,
  serverGroups: serverGroupRow,
  securityPolicies: securityPolicyRow,
  acls: aclRow,
  healthCheckTemplates: healthCheckTemplateRow,
  tags: tagRow,
};

const seed = z.strictObject({
  loadBalancers: z.array(loadBalancerRow).default([]),
  listeners: z.array(listenerRow).default([]),
  rules: z.array(toRuleRow).default([]),
  serverGroups: z.array(serverGroupRow).default([]),
  securityPolicies: z.array(securityPolicyRow).default([]),
  acls: z.array(aclRow).default([]),
  healthCheckTemplates: z.array(healthCheckTemplateRow).default([]),
  tags: z.array(tagRow).default([]),
  jobs: z.array(jobRow).default([]),
  changes: z.array(z.custom<PendingChange>((value) => typeof value === "object")).default([]),
  usedTokens: z.array(z.custom<UsedToken>((value) => typeof value === "object")).default([]),
});

/**
 * Completes a seed. Addresses, creation times, HTTPS policies and certificate suffixes (`suffixed`) that it leaves out
 * are given. Throws an `Error` that names every place where the seed is wrong, dangling references included.
 */
export function readAlbSeed(
  given: unknown,
  surroundings: { now: number; allocateAddress(taken: ReadonlySet<string>): string; suffixed(id: string): string },
): AlbExport {
  const parsed = seed.safeParse(given);
  if (!parsed.success) throw new Error(`The ALB state cannot be read:\n${z.prettifyError(parsed.error)}`);
  const state = parsed.data;
  const CreateTime = isoSeconds(surroundings.now);
  const taken = new Set(state.loadBalancers.map((row) => servedAddress(row.DNSName)));
  const completed: AlbExport = {
    ...state,
    loadBalancers: state.loadBalancers.map((row) => {
      if (row.DNSName !== "") return { ...row, CreateTime: row.CreateTime === "" ? CreateTime : row.CreateTime };
      const address = surroundings.allocateAddress(taken);
      taken.add(address);
      const DNSName = dnsNameOf(row, address);
      return { ...row, DNSName, CreateTime: row.CreateTime === "" ? CreateTime : row.CreateTime };
    }),
    serverGroups: state.serverGroups.map((row) => (row.CreateTime === "" ? { ...row, CreateTime } : row)),
    listeners: state.listeners.map((row) => {
      const suffixed = (bound: typeof row.Certificates) =>
        bound.map((relation) => ({ ...relation, CertificateId: surroundings.suffixed(relation.CertificateId) }));
      return {
        ...row,
        ...(row.ListenerProtocol === "HTTPS"
          ? {
              SecurityPolicyId: row.SecurityPolicyId ?? "tls_cipher_policy_1_0",
              Http2Enabled: row.Http2Enabled ?? true,
            }
          : {}),
        Certificates: suffixed(row.Certificates),
        AdditionalCertificates: suffixed(row.AdditionalCertificates),
      };
    }),
  };
  refuseDangling(completed);
  return completed;
}

/** The shortest seed that gives these rows: without history, and without what creation would give anyway. */
export function seedOf(state: AlbExport): AlbSeed {
  const tables = Object.entries(seedRows).map(([table, schema]) => {
    const rows = state[table as keyof typeof seedRows] as Record<string, unknown>[];
    return [table, rows.map((row) => withoutDefaults(row, schema))] as const;
  });
  return Object.fromEntries(tables.filter(([, rows]) => rows.length > 0));
}

/** Leaves out each member whose absence reads as the same row. */
function withoutDefaults(row: Record<string, unknown>, schema: z.ZodType): Record<string, unknown> {
  const same = (candidate: unknown) => isDeepStrictEqual(schema.safeParse(candidate).data, row);
  return Object.keys(row).reduce((short, name) => {
    const { [name]: _, ...candidate } = short;
    return same(candidate) ? candidate : short;
  }, row);
}

function refuseDangling(state: AlbExport) {
  const loadBalancers = new Set(state.loadBalancers.map((row) => row.LoadBalancerId));
  const acls = new Set(state.acls.map((row) => row.AclId));
  const listeners = new Set(state.listeners.map((row) => row.ListenerId));
  const problems = [
    ...state.listeners
      .filter((row) => !loadBalancers.has(row.LoadBalancerId))
      .map((row) => `Listener ${row.ListenerId} is on load balancer ${row.LoadBalancerId}, which is not there.`),
    ...state.listeners.flatMap(({ ListenerId, AclConfig }) =>
      AclConfig.AclRelations.filter(({ AclId }) => !acls.has(AclId)).map(
        ({ AclId }) =>
          `Listener ${ListenerId} is associated with the access control list ${AclId}, which is not there.`,
      ),
    ),
    ...state.rules
      .filter((row) => !listeners.has(row.ListenerId))
      .map((row) => `Rule ${row.RuleId} is of listener ${row.ListenerId}, which is not there.`),
  ];
  if (problems.length > 0) throw new Error(`The ALB state cannot be read:\n${problems.join("\n")}`);
}
