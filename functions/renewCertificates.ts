import { createHash } from "node:crypto";
import { type Certificate, examineCertificate, listCertificates, readCertificate } from "../shared/certificate.ts";
import { openCloudFlow } from "../shared/clients/cloudFlow.ts";
import { allPages, collect } from "../shared/clients/pages.ts";
import { clock } from "../shared/clock.ts";
import { countingDoors } from "../shared/countingDoors.ts";
import type { Doors } from "../shared/doors.ts";
import { eachLimited } from "../shared/eachLimited.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/functionCompute.ts";
import { namesNotCovered } from "../shared/hostnames.ts";
import { isDue } from "../shared/warnings.ts";

/** Finds certificates on listeners that are about to expire, and starts a rotation for each that has a successor. */
export const renewCertificates: SingleFunction = {
  name: "renewCertificates",
  area: "server certificates",
  summary: "Find certificates in the last third of their lifetime and rotate those that have a successor.",
  permissions: [
    "alb:ListListeners",
    "alb:ListListenerCertificates",
    "yundun-cert:ListUserCertificateOrder",
    "yundun-cert:GetUserCertificateDetail",
    "fnf:StartExecution",
  ],
  timeout: 300,
  timer: "0 17 3,15 * * *",
  takes: "the event of its timer, or any other JSON object",
  returns:
    "`rotations`, each with listener, certificate, successor, days left and the execution that was started; `notRenewable`, with the reason; and how many `listeners` and `certificates` it looked at",
  example: {},
};

/** What one round found and did. */
export interface RenewalReport {
  listeners: number;
  /** Distinct certificates that listeners of this region hold. */
  certificates: number;
  rotations: {
    listenerId: string;
    certificateId: string;
    successorId: string;
    daysLeft: number;
    execution: string;
    /** `ended before`: today's attempt has ended already, see the execution; tomorrow it is tried again. */
    attempt: "started" | "ended before";
  }[];
  /** Due, and nothing to replace them by. */
  notRenewable: { listenerId: string; certificateId: string; names: string[]; daysLeft: number; because: string }[];
  apiCalls: number;
}

/** Takes a timer's event or any JSON object. Starting the same rotation twice starts it once. */
export const handler: Handler<RenewalReport> = async (event, context) => {
  jsonEvent(event);
  const session = sessionOf(context);
  const { doors, calls } = countingDoors(session);
  const now = clock.now();
  const bindings = await bindingsOf(doors);
  const ids = [...new Set(bindings.map(({ certificateId }) => certificateId))];
  const certificates = new Map(
    (await eachLimited(ids, (id) => readCertificate(doors.cas, id))).map((certificate) => [
      certificate.id,
      certificate,
    ]),
  );
  const due = bindings.flatMap(({ listenerId, certificateId }) => {
    const certificate = certificates.get(certificateId);
    return certificate !== undefined && isDue(certificate, now) ? [{ listenerId, certificate }] : [];
  });
  const report: RenewalReport = {
    listeners: new Set(bindings.map(({ listenerId }) => listenerId)).size,
    certificates: certificates.size,
    rotations: [],
    notRenewable: [],
    apiCalls: 0,
  };
  const cloudFlow = openCloudFlow(session);
  const findSuccessor = successorFinder(doors, now);
  for (const { listenerId, certificate } of due) {
    const daysLeft = Math.round((certificate.notAfter - now) / DAY_MS);
    const found = await findSuccessor(certificate);
    const target = { listenerId, certificateId: certificate.id, daysLeft };
    if (typeof found === "string") {
      report.notRenewable.push({ ...target, names: certificate.names, because: found });
      continue;
    }
    const input = { listenerId, certificateId: certificate.id, successorId: found.id };
    const execution = executionName(input, now);
    const attempt = await cloudFlow.start(
      `${process.env.ALBFLOW_PREFIX ?? "albflow"}-rotateCertificate`,
      execution,
      input,
    );
    report.rotations.push({ ...target, successorId: found.id, execution, attempt });
  }
  report.apiCalls = calls();
  return report;
};

const DAY_MS = 86_400_000;

/** Every certificate on every TLS listener of the region. */
async function bindingsOf({ alb }: Doors): Promise<{ listenerId: string; certificateId: string }[]> {
  const listeners = await collect(
    allPages(
      (paging) => alb.call("ListListeners", paging),
      (page) => page.Listeners,
    ),
  );
  const tls = listeners.filter(({ ListenerProtocol }) => ListenerProtocol !== "HTTP");
  const bindings = await eachLimited(tls, async ({ ListenerId = "" }) => {
    const rows = await collect(
      allPages(
        (paging) => alb.call("ListListenerCertificates", { ListenerId, CertificateType: "Server", ...paging }),
        (page) => page.Certificates,
      ),
    );
    return rows.map(({ CertificateId = "" }) => ({ listenerId: ListenerId, certificateId: CertificateId }));
  });
  return bindings.flat();
}

/** Finds the best successor of a certificate, or says why there is none. CAS is listed once for all of them. */
function successorFinder(doors: Doors, now: number): (old: Certificate) => Promise<Certificate | string> {
  let listing: Promise<{ id: number; names: string[] }[]> | undefined;
  return async (old) => {
    listing ??= collect(listCertificates(doors.cas));
    const suffix = old.id.slice(old.id.indexOf("-"));
    const covering = (await listing).filter(
      ({ id, names }) => `${id}${suffix}` !== old.id && namesNotCovered(old.names, names).length === 0,
    );
    const examined = await eachLimited(covering, ({ id }) => examineCertificate(doors.cas, `${id}${suffix}`, now));
    const later = examined.filter(({ certificate }) => certificate.notAfter > old.notAfter);
    const fit = later.filter(({ flaws }) => flaws.length === 0).map(({ certificate }) => certificate);
    const best = fit.sort((one, other) => other.notAfter - one.notAfter)[0];
    if (best !== undefined) return best;
    const [rejected] = later;
    return rejected === undefined
      ? `no certificate in the certificate service covers ${old.names.join(", ")} and expires later`
      : `${rejected.certificate.id} would follow, but ${rejected.flaws.join(" and ")}`;
  };
}

/**
 * The idempotency key of a rotation: the same three ids give the same name for a day. A rotation that was undone is tried
 * again the next day, and a timer that fires twice starts it once.
 */
function executionName(input: { listenerId: string; certificateId: string; successorId: string }, now: number): string {
  const day = new Date(now).toISOString().slice(0, 10);
  const digest = createHash("sha256").update(JSON.stringify(input)).digest("hex").slice(0, 12);
  return `renew-${input.listenerId}-${digest}-${day}`;
}
