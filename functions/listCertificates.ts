import * as z from "zod";
import { type Certificate, labelsOf } from "../shared/core/certificates/certificate.ts";
import { CA_PERMISSIONS } from "../shared/core/certificates/mutualAuth.ts";
import { daysLeftOf } from "../shared/core/certificates/warnings.ts";
import { type TlsPolicy, tlsPolicyReader } from "../shared/core/operations/tlsPolicy.ts";
import type { CertificateList, CertificateStatus } from "../shared/features/inventory/certificateStatus.ts";
import type { ListedListener } from "../shared/features/inventory/listedListener.ts";
import { certificateReader, listRegion } from "../shared/features/inventory/listRegion.ts";
import { rememberSilence } from "../shared/features/inventory/silence.ts";
import { acmeDirectoryFrom } from "../shared/features/renewal/acme/acmeSettings.ts";
import type { RenewalSettings } from "../shared/features/renewal/advanceRound.ts";
import { successorFinder } from "../shared/features/renewal/findSuccessor.ts";
import { forecast } from "../shared/features/renewal/forecast.ts";
import { RENEWAL_SETTINGS, rulesFrom } from "../shared/features/renewal/renewalInput.ts";
import { type Clients, clientsAt } from "../shared/platform/clients.ts";
import { clock } from "../shared/platform/clock.ts";
import { countedClients } from "../shared/platform/countedClients.ts";
import { eachLimited } from "../shared/platform/eachLimited.ts";
import { AlbflowError, reasonOf } from "../shared/platform/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { placeIn, readRegionName } from "../shared/platform/place.ts";
import { type Reason, reason } from "../shared/platform/reasons/reason.ts";
import { reasonIn } from "../shared/platform/reasons/reasonText.ts";
import { takeInput } from "../shared/platform/takeInput.ts";
import { placesAsked } from "../shared/platform/targetAccounts.ts";

/** What `listCertificates` takes. */
const listCertificatesInput = z.strictObject({
  regions: z
    .array(z.string().regex(/^[a-z]{2}-[a-z0-9-]+$/))
    .max(40)
    .optional()
    .describe("Regions to look at, like cn-hangzhou; unless given, the function's own"),
  accounts: z
    .array(z.string().regex(/^\d{16}$/))
    .max(60)
    .optional()
    .describe(
      "Accounts to look at, each in these regions, or in those that the deployment operates; unless given, its own",
    ),
});

/** Every certificate that listeners hold, and what is to become of it. */
export const listCertificates: SingleFunction = {
  name: "listCertificates",
  area: "find",
  summary: "List the certificates of listeners: when each expires, its successor, and when it is renewed.",
  permissions: [
    "alb:ListListenerCertificates",
    "alb:ListListeners",
    "alb:ListLoadBalancers",
    "alb:ListSecurityPolicies",
    "alb:ListSystemSecurityPolicies",
    "yundun-cert:GetUserCertificateDetail",
    ...CA_PERMISSIONS,
    "yundun-cert:ListUserCertificateOrder",
  ],
  everyRegion: true,
  elsewhere: true,
  environment: {
    ...RENEWAL_SETTINGS,
    ALBFLOW_ACME_DIRECTORY: "whether certificates can be ordered: directory of the ACME server",
  },
  timeout: 300,
  input: listCertificatesInput,
  takes: "regions and accounts to look at, or nothing",
  returns:
    "`certificates`, each with names, dates, listeners, `successor`, and its `renewalStatus`: ready, scheduled, unplanned, blocked, expired, missing or unavailable; `unavailable`, the regions (and accounts) that could not be read, and why; what is of another account has `account`",
  example: { regions: ["cn-hangzhou"] },
};

/** Looks at every region. One region or account that cannot be read does not hide the others. Changes nothing. */
export const handler: Handler<CertificateList> = async (event, context) => {
  const given = jsonEvent(event);
  const input = takeInput(listCertificatesInput, given);
  const session = sessionOf(context);
  const { rules } = rulesFrom({}, process.env);
  const mayOrder = canOrder();
  const list: CertificateList = { certificates: [], unavailable: [], apiCalls: 0 };
  const { clients: home, calls } = countedClients(session);
  await eachLimited(
    placesAsked(session, input),
    async (name) => {
      const there = readRegionName(name);
      const isOwn = there.account === undefined;
      try {
        const clients = clientsAt(home, placeIn(there, home));
        const read = await unlessSilent(there, () =>
          certificateStatusesOf(clients, there, { ...rules, mayOrder: mayOrder && isOwn }),
        );
        list.certificates.push(...read.certificates);
        if (read.unavailable !== undefined) list.unavailable.push({ ...there, reason: read.unavailable });
      } catch (error) {
        list.unavailable.push({ ...there, reason: reasonOf(error) });
      }
    },
    PLACES_AT_ONCE,
  );
  list.apiCalls = calls();
  list.certificates.sort((one, other) => one.notAfter - other.notAfter);
  return list;
};

const unlessSilent = rememberSilence();

/** Rates are of an account in a region (alb.md U18); this is for the function's own memory and time. */
const PLACES_AT_ONCE = 4;

/** With an address that is none nothing is ordered, whatever was meant by it. */
function canOrder(): boolean {
  try {
    return acmeDirectoryFrom(process.env) !== undefined;
  } catch {
    return false;
  }
}

async function certificateStatusesOf(
  clients: Clients,
  there: { account?: string; region: string },
  rules: RenewalSettings & { mayOrder: boolean },
): Promise<{ certificates: CertificateStatus[]; unavailable: Reason | undefined }> {
  const now = clock.now();
  const listeners = await listRegion(clients, there.region, { certificates: true, health: false });
  const holders = holdersOf(listeners, there);
  const read = certificateReader(clients);
  const find = successorFinder(clients, now);
  const readPolicy = tlsPolicyReader(clients.alb);
  const certificates = await eachLimited([...holders], async ([id, holdersOfIt]): Promise<CertificateStatus> => {
    const certificate = await read(id);
    const { notBefore, notAfter } = certificate;
    const found = await successorOf(certificate, find, () => readPolicy(policyOf(id, listeners)));
    const successor = "id" in found ? await read(found.id) : null;
    return {
      id,
      ...(there.account === undefined ? {} : { account: there.account }),
      names: labelsOf(certificate),
      notBefore,
      notAfter,
      daysLeft: daysLeftOf(certificate, now),
      ...(certificate.endsWith === undefined ? {} : { endsWith: certificate.endsWith }),
      listeners: holdersOfIt,
      successor:
        successor === null ? null : { id: successor.id, notBefore: successor.notBefore, notAfter: successor.notAfter },
      reason: "none" in found ? found.none : null,
      ...forecast(certificate, { ...rules, follows: successor !== null, now }),
    };
  });
  return { certificates, unavailable: describeUnavailable(listeners) };
}

function describeUnavailable(listeners: ListedListener[]): Reason | undefined {
  const [first, ...others] = listeners.flatMap((listener) => listener.unavailable ?? []);
  if (first === undefined) return undefined;
  const counts = { count: others.length + 1, total: listeners.length };
  return reason("more-unreadable", { ...counts, cause: reasonIn(first) });
}

function holdersOf(
  listeners: ListedListener[],
  there: { account?: string; region: string },
): Map<string, CertificateStatus["listeners"]> {
  const holders = new Map<string, CertificateStatus["listeners"]>();
  for (const { listenerId, description, certificates } of listeners) {
    for (const { id, isDefault } of certificates) {
      holders.set(id, [...(holders.get(id) ?? []), { ...there, listenerId, description, isDefault }]);
    }
  }
  return holders;
}

/** The TLS policy of all listeners that hold a certificate; empty when they have several, or none. */
function policyOf(certificateId: string, listeners: ListedListener[]): string {
  const holders = listeners.filter(({ certificates }) => certificates.some(({ id }) => id === certificateId));
  const [policyId = "", ...others] = new Set(holders.map(({ tlsPolicyId }) => tlsPolicyId));
  return others.length === 0 ? policyId : "";
}

/** One for which nothing can be looked for just now hides no other. */
async function successorOf(
  certificate: Certificate,
  find: ReturnType<typeof successorFinder>,
  readPolicy: () => Promise<TlsPolicy | undefined>,
): Promise<{ id: string } | { none: Reason }> {
  if (certificate.unavailable !== undefined)
    return { none: reason("unavailable", { cause: reasonIn(certificate.unavailable) }) };
  if (certificate.lost === true) return { none: reason("certificate-lost") };
  try {
    return await find(certificate, await readPolicy());
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    return { none: reason("successors-unreadable", { cause: error.reason }) };
  }
}
