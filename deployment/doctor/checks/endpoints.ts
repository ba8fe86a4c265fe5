import { reason } from "../../../shared/platform/reasons/reason.ts";
import { type DeploymentProbe, type DoctorCheck, type Finding, subjectOf } from "../deploymentProbe.ts";

/** Whether each service can be reached, by a certificate that lasts, and whether our clock and its agree. */
export const endpointCheck: DoctorCheck = {
  name: "check-endpoints",
  run: async (deployment) =>
    (
      await Promise.all(Object.entries(deployment.hosts).map(([product, at]) => inspect(deployment, product, at)))
    ).flat(),
};

async function inspect(
  deployment: DeploymentProbe,
  product: string,
  at: DeploymentProbe["hosts"][string],
): Promise<Finding[]> {
  const subject = subjectOf("endpoint", at.host, product);
  try {
    const before = deployment.now();
    const { date, notAfter } = await deployment.probe(at);
    const findings: Finding[] = [];
    const seconds = date === undefined ? 0 : Math.round((before - date) / 1000);
    if (Math.abs(seconds) > MOST_SKEW_S) {
      const fault = reason("clock-skewed", { seconds, most: SIGNATURE_SKEW_S });
      findings.push({ subject: subjectOf("clock", product), fault });
    }
    const daysLeft = notAfter === undefined ? Number.POSITIVE_INFINITY : (notAfter - before) / DAY_MS;
    if (daysLeft < LEAST_DAYS) {
      findings.push({ subject, fault: reason("endpoint-certificate-ending", { days: Math.floor(daysLeft) }) });
    }
    return findings.length === 0 ? [{ subject }] : findings;
  } catch (error) {
    const { code = "", message } = error as { code?: string; message: string };
    const [, known] = CAUSES.find(([pattern]) => pattern.test(`${code} ${message}`)) ?? [];
    const cause = reason("text", { text: code || message });
    return [{ subject, fault: reason(known ?? "endpoint-unreachable", { cause }) }];
  }
}

const CAUSES = [
  [/ENOTFOUND|EAI_AGAIN/, "endpoint-host-unknown"],
  [/ECONNREFUSED/, "endpoint-refuses-connections"],
  [/CERT|SELF_SIGNED|ALTNAME/i, "endpoint-certificate-untrusted"],
] as const;

const MOST_SKEW_S = 120;
/** Alibaba Cloud takes signatures of the last 15 minutes. */
const SIGNATURE_SKEW_S = 900;
const LEAST_DAYS = 14;
const DAY_MS = 86_400_000;
