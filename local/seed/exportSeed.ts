import { z } from "zod";
import { aclRow, listenerRow, loadBalancerRow, securityPolicyRow, tagRow, toRuleRow } from "../alb/rows.ts";
import { serverGroupRow } from "../alb/serverGroupRow.ts";
import type { LocalCloud } from "../cloud.ts";
import type { Seed } from "./seed.ts";

/**
 * What a cloud holds, as a seed that another one can begin with: running changes as if they had ended, without
 * addresses, times of creation, jobs, logs and whatever creation gives anyway. Without `withKeys`, certificates have no
 * private keys, and such a seed needs some before it can be used.
 */
export function exportSeed(
  {
    actionTrail,
    alb,
    alidns,
    cas,
    sls,
    backends,
  }: Pick<LocalCloud, "actionTrail" | "alb" | "alidns" | "cas" | "sls" | "backends">,
  { withKeys }: { withKeys: boolean },
): Seed {
  const { loadBalancers, serverGroups, listeners, rules, securityPolicies, acls, tags } = alb.exportState({
    history: false,
  });
  const { certificates, caCertificates } = cas.exportState();
  const { domains, records } = alidns.exportState();
  const bound = new Set(listeners.flatMap((row) => [...row.Certificates, ...row.AdditionalCertificates].map(bareId)));
  return withoutEmpty({
    certificates: certificates
      .filter(({ Deleted, CertId }) => Deleted !== true || bound.has(String(CertId)))
      .map(({ Name, CertId, Cert, Key }) => ({
        name: Name,
        id: CertId,
        certificatePem: Cert,
        ...(withKeys && { privateKeyPem: Key }),
      })),
    caCertificates: caCertificates.map(({ Name, Identifier, Cert }) => ({
      name: Name,
      identifier: Identifier,
      certificatePem: Cert,
    })),
    logProjects: logProjectsOf(sls.exportState()),
    trails: actionTrail.trails(),
    domains: domains.map(({ DomainName }) => ({
      name: DomainName,
      records: records
        .filter((record) => record.DomainName === DomainName)
        .map(({ RR, Type, Value, TTL, Priority }) => ({
          RR,
          Type,
          Value,
          TTL,
          ...(Priority === undefined ? {} : { Priority }),
        })),
    })),
    backends: backends.map(({ spec }) => spec),
    loadBalancers: loadBalancers.map((row) => short(loadBalancerRow, row)),
    serverGroups: serverGroups.map((row) =>
      short(serverGroupRow, {
        ...row,
        Servers: row.Servers.map((server) => {
          const backend = backends.find(({ port }) => server.ServerIp === "127.0.0.1" && server.Port === port);
          if (backend === undefined) return server;
          const { ServerIp: _, Port: __, ...rest } = server;
          return { ...rest, ServerId: backend.name };
        }),
      }),
    ),
    listeners: listeners.map((row) => short(listenerRow, row)),
    rules: rules.map((row) => short(toRuleRow, row)),
    securityPolicies: securityPolicies.map((row) => short(securityPolicyRow, row)),
    acls: acls.map((row) => short(aclRow, row)),
    tags: tags.map((row) => short(tagRow, row)),
  });
}

/** `24664588` of `24664588-cn-hangzhou`. */
function bareId({ CertificateId }: { CertificateId: string }): string {
  return CertificateId.split("-")[0] ?? CertificateId;
}

const keptProjects = z.object({
  projects: z.array(z.object({ name: z.string(), logstores: z.array(z.object({ name: z.string() })) })),
});

function logProjectsOf(sls: object): NonNullable<Seed["logProjects"]> {
  return keptProjects
    .parse(sls)
    .projects.map(({ name, logstores }) => ({ project: name, logstores: logstores.map((logstore) => logstore.name) }));
}

/** What every cloud gives anew. */
const PASSING = new Set(["DNSName", "CreateTime"]);

/**
 * A row without the members that its schema would give it anyway. A member is left out when the row reads the same
 * without it, so what remains is always enough.
 */
function short<Schema extends z.ZodObject>(schema: Schema, row: object): z.input<Schema> {
  const kept = Object.fromEntries(Object.entries(row).filter(([name]) => !PASSING.has(name)));
  return shorter(kept, (candidate) => schema.safeParse(candidate).data) as z.input<Schema>;
}

/** Leaves out, level by level, whatever does not change what `meaning` makes of the whole. */
function shorter(value: object, meaning: (candidate: object) => unknown): object {
  const same = JSON.stringify(meaning(value));
  const means = (candidate: object) => JSON.stringify(meaning(candidate)) === same;
  let result: Record<string, unknown> = { ...value };
  for (const [name, member] of Object.entries(value)) {
    const { [name]: _, ...without } = result;
    if (member === undefined || means(without)) result = without;
    else if (Array.isArray(member)) {
      const around = result;
      result = {
        ...result,
        [name]: member.map((one: unknown, index) =>
          isPlain(one)
            ? shorter(one, (candidate) => meaning({ ...around, [name]: member.with(index, candidate) }))
            : one,
        ),
      };
    } else if (isPlain(member)) {
      const around = result;
      result = { ...result, [name]: shorter(member, (candidate) => meaning({ ...around, [name]: candidate })) };
    }
  }
  return result;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withoutEmpty(seed: Seed): Seed {
  return Object.fromEntries(Object.entries(seed).filter(([, rows]) => rows !== undefined && rows.length > 0));
}
