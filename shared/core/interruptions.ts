import type { ResourceSet } from "./resourceSet.ts";

/** What of a listener's settings may fail some requests when one world becomes another, in sentences. Pure. */
export function settingsThatInterrupt({ listener: before }: ResourceSet, { listener: after }: ResourceSet): string[] {
  if (before === null || before === undefined || after === null || after === undefined) return [];
  const said: string[] = [];
  const [was, is] = [before.RequestTimeout ?? 0, after.RequestTimeout ?? 0];
  if (is < was) said.push(`requests that take longer than ${is} s are answered 504`);
  if (before.Http2Enabled === true && after.Http2Enabled === false) {
    said.push("clients that speak nothing but HTTP/2, like those of gRPC, are turned away");
  }
  return said;
}

/** Certificates that a way back takes off and puts none in place of: names that only they cover lose their certificate. */
export function certificatesTakenOff({ listener: before }: ResourceSet, { listener: after }: ResourceSet): string[] {
  const [was, is] = [before?.AdditionalCertificates ?? [], after?.AdditionalCertificates ?? []];
  const fresh = is.filter((id) => !was.includes(id));
  const gone = was.filter((id) => !is.includes(id) && after?.Certificates?.[0]?.CertificateId !== id);
  if (after === null || after === undefined || gone.length <= fresh.length) return [];
  return [`names that nothing but ${gone.join(", ")} covers lose their certificate`];
}
