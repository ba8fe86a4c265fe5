import * as z from "zod";
import { numericId, parseCertificate } from "../shared/core/certificates/certificate.ts";
import { flowNameOf, prefix } from "../shared/core/flowDefinition.ts";
import { certificateId } from "../shared/core/operationInput.ts";
import { enqueueNotices, NOTIFY_SETTINGS } from "../shared/features/notify/enqueueNotices.ts";
import { notBeforeIn } from "../shared/features/renewal/acme/acmeError.ts";
import { ACME_SETTINGS, acmeSettingsFrom } from "../shared/features/renewal/acme/acmeSettings.ts";
import { certificateName } from "../shared/features/renewal/acme/certificateName.ts";
import { issueCertificate as issue } from "../shared/features/renewal/acme/issueCertificate.ts";
import { keyKindOf } from "../shared/features/renewal/acme/keyKind.ts";
import { namesInOneForm } from "../shared/features/renewal/acme/orderableNames.ts";
import {
  type OrderFailure,
  type OrderRecords,
  openOrderRecords,
} from "../shared/features/renewal/acme/orderRecords.ts";
import { ORDER_TOPIC } from "../shared/features/renewal/acme/orderTopic.ts";
import { ariCertId } from "../shared/features/renewal/acme/renewalWindow.ts";
import { openAlidns } from "../shared/platform/clients/alidns.ts";
import { openCas } from "../shared/platform/clients/cas.ts";
import { openInvocations } from "../shared/platform/clients/invocations.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import { clock } from "../shared/platform/clock.ts";
import { AlbflowError, isTransient } from "../shared/platform/errors.ts";
import {
  type Handler,
  jsonEvent,
  loggerOf,
  type SingleFunction,
  sessionOf,
} from "../shared/platform/functionCompute.ts";
import { type Reason, reason } from "../shared/platform/reasons/reason.ts";
import { shortReason } from "../shared/platform/reasons/shortReason.ts";
import { SECRET_SETTINGS, secretFor } from "../shared/platform/secretFor.ts";
import type { Session } from "../shared/platform/session.ts";
import { inputInvalid, take } from "../shared/platform/takeInput.ts";
import { withSecrets } from "../shared/platform/withSecrets.ts";

const issueCertificateInput = z.strictObject({
  certificateId: certificateId.describe("Id of the certificate whose successor is wanted: it gets the same names"),
});

/** Gets the successor of a certificate from an ACME server, and puts it where listeners can use it. */
export const issueCertificate: SingleFunction = {
  name: "issueCertificate",
  area: "server certificates",
  summary:
    "Order a certificate's successor from an ACME server by a DNS challenge, and upload it to the certificate service.",
  permissions: [
    "alidns:DescribeDomains",
    "alidns:DescribeSubDomainRecords",
    "alidns:AddDomainRecord",
    "alidns:DeleteDomainRecord",
    "yundun-cert:ListUserCertificateOrder",
    "yundun-cert:GetUserCertificateDetail",
    "yundun-cert:UploadUserCertificate",
    "log:GetLogStoreLogs",
    "fc:InvokeFunction",
  ],
  invokes: ["notify", "keepRecords"],
  environment: { ...ACME_SETTINGS, ...SECRET_SETTINGS, ...NOTIFY_SETTINGS },
  timeout: 600,
  input: issueCertificateInput,
  takes: "which certificate is to be followed",
  returns:
    "`state`, `issued`, `found` when it had been ordered before, or `refused`; `reason`, with code and parameters; and the successor's id as `successorId`",
  example: { certificateId: "24664588-cn-hangzhou" },
};

/** What became of an order. Never holds a key. */
interface OrderEnd {
  /** `found`: an earlier order had it issued. */
  state: "issued" | "found" | "refused";
  reason: Reason;
  /** Empty when refused. */
  successorId: string;
}

/**
 * May be repeated: there is one successor of each certificate. Only what may pass within minutes is thrown; a server that
 * counts orders is not asked again so soon.
 */
export const handler: Handler<OrderEnd> = withSecrets(async (event, context) => {
  // Renewal signs what it starts (shared/core/origin.ts), which is nothing to an order.
  const { origin: _, ...given } = jsonEvent(event);
  const { input, problems } = take(issueCertificateInput, given);
  if (problems !== undefined) return refused(inputInvalid(problems));
  const session = sessionOf(context);
  const wanted: Wanted = { certificateId: input.certificateId, names: [], serial: "" };
  try {
    const deadline = clock.now() + (context.function.timeout - RESERVE_SECONDS) * 1000;
    return await order(session, wanted, deadline);
  } catch (error) {
    if (!(error instanceof AlbflowError) || (isTransient(error) && error.kind !== "Throttled")) throw error;
    await remember(session, wanted, error).catch((raw: unknown) => loggerOf(context).warn(String(raw)));
    return refused(error.reason);
  }
});

/** What is to be followed; its names and serial are known once it is read. */
interface Wanted {
  certificateId: string;
  names: string[];
  serial: string;
}

async function order(session: Session, wanted: Wanted, deadline: number): Promise<OrderEnd> {
  const settings = acmeSettingsFrom(process.env);
  if (settings === undefined) {
    return refused(reason("acme-server-unset", { setting: "ALBFLOW_ACME_DIRECTORY" }));
  }
  const { certificateId } = wanted;
  // The site of the certificate service is part of the id (alb.md §1.4).
  const cas = openCas({ ...session, region: certificateId.slice(certificateId.indexOf("-") + 1) });
  // Only with the key comes the certificate itself (alb.md §7.1); the key is not looked at.
  const detail = await cas.call("GetUserCertificateDetail", { CertId: numericId(certificateId), CertFilter: false });
  const { Cert = "" } = detail;
  const { names: dnsNames, addresses, serial } = parseCertificate(Cert);
  // An address that clients count on is not dropped unsaid: no order brings it, and that is said before one is made.
  const names = [...dnsNames, ...addresses];
  Object.assign(wanted, { names, serial });
  const { outcome, certificate, leftovers } = await issue(
    { alidns: openAlidns(session), cas, records: recordsOf(session) },
    settings,
    { names, period: serial, deadline, keyKind: settings.keyKind ?? keyKindOf(Cert), ...replaced(Cert) },
  );
  const { id: successorId } = certificate;
  const state = outcome === "issued" ? "issued" : "found";
  const isEarlier = outcome === "takenUp";
  return { state, reason: reason("certificate-in-service", { successorId, names, isEarlier, leftovers }), successorId };
}

/** Remembers a failure, and tells people of it, once a week for each reason. */
async function remember(
  session: Session,
  { certificateId, names, serial }: Wanted,
  error: AlbflowError,
): Promise<void> {
  const name = certificateName(namesInOneForm(names.length === 0 ? [certificateId] : names), serial);
  const failure = {
    code: error.code ?? error.kind,
    reason: shortReason(error.reason, 1_000),
    notBefore: notBeforeIn(error.reason),
  };
  const [records, failures] = await failuresOf(session, name);
  if (!failures.some(({ code }) => code === failure.code)) {
    const at = clock.now();
    const subject = names[0] ?? certificateId;
    await enqueueNotices(
      session,
      {
        key: `failure/order/${certificateId}/${failure.code}/${Math.floor(at / DAY_MS)}`,
        kind: "failure",
        title: reason("order-refused", { certificateId: `${subject} (${certificateId})` }),
        sentences: [error.reason],
        changes: [],
        at: at - (at % DAY_MS),
      },
      process.env,
    );
  }
  await records?.note(name, failure);
}

/** Without a memory, as without a secret or a logstore, it is told once a day. */
async function failuresOf(session: Session, name: string): Promise<[OrderRecords | undefined, OrderFailure[]]> {
  try {
    const records = recordsOf(session);
    return [records, (await records.read(name)).failures];
  } catch (error) {
    if (error instanceof AlbflowError) return [undefined, []];
    throw error;
  }
}

/** What is kept of orders. Throws `AlbflowError` when the deployment has no secret to seal it with. */
function recordsOf(session: Session): OrderRecords {
  const { ALBFLOW_LOG_PROJECT: project = "", ALBFLOW_LOGSTORE: logstore = "" } = process.env;
  const keeper = flowNameOf(prefix(), "keepRecords");
  return openOrderRecords(
    openLogs(session),
    (records) => openInvocations(session).invoke(keeper, { topic: ORDER_TOPIC, records }),
    { project, logstore },
    secretFor(process.env, "issued certificates"),
  );
}

const DAY_MS = 86_400_000;
/** Seconds that are kept for the answer. */
const RESERVE_SECONDS = 20;

function refused(why: Reason): OrderEnd {
  return { state: "refused", reason: why, successorId: "" };
}

/** A certificate that says nothing about its issuer's key has no name in renewal information (RFC 9773 §4.1). */
function replaced(certificatePem: string): { replaces?: string } {
  try {
    return { replaces: ariCertId(certificatePem) };
  } catch {
    return {};
  }
}
