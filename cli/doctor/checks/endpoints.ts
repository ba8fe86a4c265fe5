import type { Check, Finding, Patient } from "../patient.ts";

/** Whether each service can be reached, by a certificate that lasts, and whether our clock and its agree. */
export const endpoints: Check = {
  title: "endpoints and clock",
  run: async (patient) =>
    (await Promise.all(Object.entries(patient.hosts).map(([product, at]) => examine(patient, product, at)))).flat(),
};

async function examine(patient: Patient, product: string, at: Patient["hosts"][string]): Promise<Finding[]> {
  const subject = `endpoint of ${product}, ${at.host}`;
  try {
    const before = patient.now();
    const { date, notAfter } = await patient.probe(at);
    const findings: Finding[] = [];
    const skew = date === undefined ? 0 : Math.round((date - before) / 1000);
    if (Math.abs(skew) > MOST_SKEW_S) {
      findings.push({
        subject: `clock against ${product}`,
        fault: `This machine's clock is ${Math.abs(skew)} s ${skew > 0 ? "behind" : "ahead"}; signatures are refused at 900 s.`,
        cure: "Set the clock, for example with `timedatectl set-ntp true`.",
      });
    }
    const daysLeft = notAfter === undefined ? Number.POSITIVE_INFINITY : (notAfter - before) / DAY_MS;
    if (daysLeft < LEAST_DAYS) {
      findings.push({
        subject,
        fault: `Its certificate ends in ${Math.floor(daysLeft)} days.`,
        cure: "Ask whoever runs that endpoint or proxy; the cloud's own certificates last longer.",
      });
    }
    return findings.length === 0 ? [{ subject }] : findings;
  } catch (error) {
    const { code = "", message } = error as { code?: string; message: string };
    const [, cure] = CURES.find(([pattern]) => pattern.test(`${code} ${message}`)) ?? [];
    return [{ subject, fault: `It cannot be reached: ${code || message}.`, cure: cure ?? OTHERWISE }];
  }
}

const CURES: [pattern: RegExp, cure: string][] = [
  [/ENOTFOUND|EAI_AGAIN/, "Check the region's id (--region), and that this machine resolves names."],
  [/ECONNREFUSED/, "Check --port: no local cloud listens there. Start one with `albflow local start`."],
  [
    /CERT|SELF_SIGNED|ALTNAME/i,
    "Something between here and the cloud shows a certificate of its own: trust it, or go round it.",
  ],
];
const OTHERWISE = "Check the network, proxies and firewalls between here and the cloud.";

const MOST_SKEW_S = 120;
const LEAST_DAYS = 14;
const DAY_MS = 86_400_000;
