import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { serverGroupsOfListener } from "../alb/state.ts";
import type { Services } from "../services.ts";
import { type Backend, startBackend } from "./backend.ts";
import { certificateMaker } from "./certificateMaker.ts";
import type { ReadSeed } from "./readSeed.ts";
import type { CheckedSeed } from "./seed.ts";

/** What has been put into a cloud, by the names that the seed gives it. */
export interface AppliedSeed {
  certificates: Map<string, PlacedCertificate>;
  backends: Backend[];
}

/** A server certificate in the local CAS. */
interface PlacedCertificate {
  /** With the suffix of the CAS site. */
  id: string;
  /** Upper-case hexadecimal. */
  serial: string;
  notAfter: Date;
}

/**
 * Puts a seed into a cloud beside what is there, makes its certificates, starts its backends and waits until its
 * listeners are served. Rejects with an `Error` that says where the seed is wrong; then nothing of ALB has changed and
 * no backend runs.
 */
export async function applySeed(
  {
    context,
    actionTrail,
    cas,
    alb,
    alidns,
    sls,
  }: Pick<Services, "context" | "actionTrail" | "cas" | "alb" | "alidns" | "sls">,
  { seed, folder }: ReadSeed,
): Promise<AppliedSeed> {
  const certificates = new Map<string, PlacedCertificate>();
  const backends: Backend[] = [];
  const read = (file: string) => readFileSync(resolve(folder, file), "utf8");
  try {
    const maker = certificateMaker(seed.caCertificates, context.clock.now(), read);
    for (const [index, spec] of seed.certificates.entries()) {
      const placed = await at(`certificates[${index}]`, async () => {
        const pair = await maker.pair(spec);
        const certId = spec.id === undefined ? {} : { certId: spec.id };
        const id = cas.putCertificate({ name: spec.name, ...pair, ...certId });
        const { serialNumber, validTo } = new X509Certificate(pair.certificatePem);
        return { id, serial: serialNumber, notAfter: new Date(validTo) };
      });
      certificates.set(spec.name, placed);
    }
    const authorities = new Map<string, string>();
    for (const [index, spec] of seed.caCertificates.entries()) {
      await at(`caCertificates[${index}]`, async () => {
        const { name, identifier } = spec;
        const { certificatePem } = await maker.authority(spec);
        const given = identifier === undefined ? {} : { identifier };
        authorities.set(name, cas.putCaCertificate({ name, certificatePem, ...given }));
      });
    }
    for (const { project, logstores } of seed.logProjects) {
      for (const logstore of logstores) sls.ensure({ project, logstore });
    }
    for (const trail of seed.trails) {
      sls.ensure(trail);
      actionTrail.addTrail(trail);
    }
    for (const { name, records } of seed.domains) alidns.putDomain(name, records);
    for (const spec of seed.backends) backends.push(await startBackend(spec));

    const isCertificate = (id: string) => cas.certificate(id) !== undefined;
    const isAuthority = (id: string) => cas.caCertificate(id) !== undefined;
    const idOf = new Map([...certificates].map(([name, { id }]) => [name, id]));
    const resolved = (row: CheckedSeed["listeners"][number], index: number) => ({
      ...row,
      Certificates: bound(row.Certificates, idOf, isCertificate, `listeners[${index}].Certificates`),
      AdditionalCertificates: bound(
        row.AdditionalCertificates,
        idOf,
        isCertificate,
        `listeners[${index}].AdditionalCertificates`,
      ),
      CaCertificates: bound(row.CaCertificates, authorities, isAuthority, `listeners[${index}].CaCertificates`),
    });
    const before = alb.exportState();
    refuseUnknownGroups(seed, new Set(before.serverGroups.map(({ ServerGroupId }) => ServerGroupId)));
    alb.importState({
      ...before,
      loadBalancers: [...before.loadBalancers, ...seed.loadBalancers],
      serverGroups: [...before.serverGroups, ...seed.serverGroups.map((row) => withBackends(row, backends))],
      listeners: [...before.listeners, ...seed.listeners.map(resolved)],
      rules: [...before.rules, ...seed.rules],
      securityPolicies: [...before.securityPolicies, ...seed.securityPolicies],
      acls: [...before.acls, ...seed.acls],
      tags: [...before.tags, ...seed.tags],
    });
    await alb.settled();
    return { certificates, backends };
  } catch (error) {
    await Promise.all(backends.map((backend) => backend.close()));
    throw error;
  }
}

/** Relations with ids in place of names. */
function bound<Relation extends { CertificateId: string }>(
  relations: Relation[],
  ids: ReadonlyMap<string, string>,
  isKnown: (id: string) => boolean,
  place: string,
): Relation[] {
  return relations.map((relation, index) => {
    const CertificateId = ids.get(relation.CertificateId) ?? relation.CertificateId;
    if (isKnown(CertificateId)) return { ...relation, CertificateId };
    throw new Error(
      `The seed cannot be used:\n  ${place}[${index}].CertificateId: there is no certificate ` +
        `${JSON.stringify(CertificateId)}. Known by name are: ${[...ids.keys()].join(", ") || "none"}.`,
    );
  });
}

/** A listener that forwards to a group that is not there would answer 503 to everything. */
function refuseUnknownGroups({ listeners, serverGroups }: CheckedSeed, inCloud: ReadonlySet<string>) {
  const known = new Set([...inCloud, ...serverGroups.map(({ ServerGroupId }) => ServerGroupId)]);
  for (const [index, listener] of listeners.entries()) {
    const unknown = serverGroupsOfListener(listener).find((id) => !known.has(id));
    if (unknown === undefined) continue;
    throw new Error(
      `The seed cannot be used:\n  listeners[${index}].DefaultActions: there is no server group ${unknown}. ` +
        `There are: ${[...known].join(", ") || "none"}.`,
    );
  }
}

/** Servers whose id is the name of a backend get its address. */
function withBackends<Group extends CheckedSeed["serverGroups"][number]>(group: Group, backends: Backend[]): Group {
  const Servers = group.Servers.map((server) => {
    const backend = backends.find(({ name }) => name === server.ServerId);
    if (backend === undefined) return server;
    return { ...server, ServerId: LOOPBACK, ServerIp: LOOPBACK, ServerType: "Ip" as const, Port: backend.port };
  });
  return { ...group, Servers };
}

const LOOPBACK = "127.0.0.1";

async function at<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The seed cannot be used:\n  ${place}: ${message}`, { cause });
  }
}
