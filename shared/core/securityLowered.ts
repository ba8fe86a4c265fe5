import type { AlbClient } from "../platform/clients/alb.ts";
import { type Reason, reason } from "../platform/reasons/reason.ts";
import {
  ciphersOf,
  DEFAULT_TLS_POLICY,
  lostBy,
  readTlsPolicy,
  TLS_VERSIONS,
  type TlsPolicy,
} from "./operations/tlsPolicy.ts";
import type { ResourceSet } from "./resourceSet.ts";
import type { AclConfig, Listener } from "./resources/listenerState.ts";

/**
 * Who gets in, or is believed, in one stage and not in another before it; none when nobody. It looks at the
 * listener that changes, and at a copy beside the listener that it is made from: what is made where nothing was opens nothing
 * that was closed. Reads TLS policies where they differ; throws `AlbflowError` when they cannot be read.
 */
export async function securityLowered(alb: AlbClient, from: ResourceSet, to: ResourceSet): Promise<Reason[]> {
  const pairs: [Listener | null | undefined, Listener | null | undefined][] = [[from.listener, to.listener]];
  if ((from.copy ?? null) === null) pairs.push([from.listener, to.copy]);
  const said: Reason[] = [];
  for (const [before, after] of pairs) {
    if (before === null || before === undefined || after === null || after === undefined) continue;
    said.push(...lettingIn(before, after), ...(await weakerTls(alb, before, after)), ...believing(before, after));
  }
  return said;
}

/** By client certificates and addresses. */
function lettingIn(before: Listener, after: Listener): Reason[] {
  const authorities = ({ CaCertificates }: Listener) =>
    (CaCertificates ?? []).map(({ CertificateId = "" }) => CertificateId);
  const said: Reason[] = [];
  if (before.CaEnabled === true && after.CaEnabled !== true) said.push(reason("admits-without-certificate"));
  if (before.CaEnabled === true && after.CaEnabled === true) {
    const more = authorities(after).filter((id) => !authorities(before).includes(id));
    if (more.length > 0) said.push(reason("admits-client-cas", { certificateIds: more }));
  }
  return [...said, ...admitting(before.AclConfig, after.AclConfig)];
}

/** A white list lets in who is on it, a black one everybody else. */
function admitting(before: AclConfig | null, after: AclConfig | null): Reason[] {
  const ids = (config: AclConfig | null) => (config?.AclRelations ?? []).map(({ AclId }) => AclId);
  if (before === null || ids(before).length === 0) return [];
  if (after === null || ids(after).length === 0) return [reason("admits-every-address")];
  if (before.AclType !== after.AclType) {
    return after.AclType === "White" ? [] : [reason("admits-addresses-outside", { aclIds: ids(after) })];
  }
  const [fewer, more] = [before, after].map(ids) as [string[], string[]];
  const admitted =
    after.AclType === "White" ? more.filter((id) => !fewer.includes(id)) : fewer.filter((id) => !more.includes(id));
  return admitted.length === 0 ? [] : [reason("admits-addresses-of", { aclIds: admitted })];
}

async function weakerTls(alb: AlbClient, before: Listener, after: Listener): Promise<Reason[]> {
  if (before.ListenerProtocol !== "HTTP" && after.ListenerProtocol === "HTTP") {
    return [reason("requests-not-encrypted")];
  }
  const [was, is] = [before, after].map(({ SecurityPolicyId }) => SecurityPolicyId ?? DEFAULT_TLS_POLICY);
  const isHttps = before.ListenerProtocol === "HTTPS" && after.ListenerProtocol === "HTTPS";
  if (!isHttps || was === undefined || is === undefined || was === is) return [];
  return weakerIn(await readTlsPolicy(alb, was), await readTlsPolicy(alb, is));
}

/** What one policy accepts that another did not, and that is weaker: older versions, ciphers without secrecy or integrity. */
function weakerIn(from: TlsPolicy, to: TlsPolicy): Reason[] {
  const gained = lostBy({ ...to, ciphers: usable(to) }, { ...from, ciphers: usable(from) });
  const newest = Math.max(...from.versions.map(age));
  const versions = gained.versions.filter((version) => age(version) < newest);
  const ciphers = gained.ciphers.filter((cipher) => !isModern(cipher));
  if (versions.length + ciphers.length === 0) return [];
  return [reason("weaker-tls-accepted", { versions, ciphers: ciphers.length })];
}

/** A cipher that no offered version can use is not offered. */
function usable({ versions, ciphers }: TlsPolicy): string[] {
  const known = versions.flatMap((version) => [...ciphersOf(version as (typeof TLS_VERSIONS)[number])]);
  return ciphers.filter((cipher) => known.includes(cipher));
}

function age(version: string): number {
  return TLS_VERSIONS.indexOf(version as (typeof TLS_VERSIONS)[number]);
}

/** Forward secrecy, and encryption that is authenticated: RFC 9325 §4.2. */
function isModern(cipher: string): boolean {
  return /^(TLS_|ECDHE-)/.test(cipher) && /GCM|CCM|CHACHA20/.test(cipher);
}

/** What servers behind it take for true that a client may have written itself. */
function believing({ XForwardedForConfig: before }: Listener, { XForwardedForConfig: after }: Listener): Reason[] {
  const [was, is] = [before ?? {}, after ?? {}] as [Headers, Headers];
  const said: Reason[] = [];
  const headers = BELIEVED.filter((field) => was[field] === true && is[field] !== true);
  if (headers.length > 0) said.push(reason("headers-not-told", { headers }));
  const trusted = ({ XForwardedForClientSourceIpsEnabled: on, XForwardedForClientSourceIpsTrusted: list }: Headers) =>
    on === true && typeof list === "string" ? list : "";
  const more = trusted(is)
    .split(/[\s,;]+/)
    .filter(
      (address) =>
        address !== "" &&
        !trusted(was)
          .split(/[\s,;]+/)
          .includes(address),
    );
  if (more.length > 0) said.push(reason("proxies-believed", { addresses: more }));
  if (was.XForwardedForProcessingMode === "remove" && is.XForwardedForProcessingMode === "append") {
    said.push(reason("forwarded-header-passed"));
  }
  return said;
}

type Headers = Record<string, unknown>;

/** Headers by which servers know who a client is. */
const BELIEVED = [
  "XForwardedForEnabled",
  "XForwardedForClientCertClientVerifyEnabled",
  "XForwardedForClientCertFingerprintEnabled",
  "XForwardedForClientCertIssuerDNEnabled",
  "XForwardedForClientCertSubjectDNEnabled",
];
