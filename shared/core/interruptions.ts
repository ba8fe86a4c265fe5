import { type Reason, reason } from "../platform/reasons/reason.ts";
import type { ResourceSet } from "./resourceSet.ts";

/** What of a listener's settings may fail some requests when one stage becomes another. Pure. */
export function settingsThatInterrupt({ listener: before }: ResourceSet, { listener: after }: ResourceSet): Reason[] {
  if (before === null || before === undefined || after === null || after === undefined) return [];
  const said: Reason[] = [];
  const [was, is] = [before.RequestTimeout ?? 0, after.RequestTimeout ?? 0];
  if (is < was) said.push(reason("slow-requests-fail", { seconds: is }));
  if (before.Http2Enabled === true && after.Http2Enabled === false) {
    said.push(reason("http2-only-turned-away"));
  }
  return said;
}

/** Certificates that a rollback takes off and puts none in place of: names that only they cover lose their certificate. */
export function certificatesTakenOff({ listener: before }: ResourceSet, { listener: after }: ResourceSet): Reason[] {
  const [was, is] = [before?.AdditionalCertificates ?? [], after?.AdditionalCertificates ?? []];
  const fresh = is.filter((id) => !was.includes(id));
  const gone = was.filter((id) => !is.includes(id) && after?.Certificates?.[0]?.CertificateId !== id);
  if (after === null || after === undefined || gone.length <= fresh.length) return [];
  return [reason("certificates-go", { certificateIds: gone })];
}
