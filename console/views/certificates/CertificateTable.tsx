import { wordOf } from "../../../shared/core/messages/message.ts";
import { renewalStatuses } from "../../../shared/core/messages/renewalStatuses.ts";
import { allows, type Identity } from "../../../shared/features/api/authentication/identity.ts";
import type { CertificateStatus } from "../../../shared/features/inventory/certificateStatus.ts";
import { homeIn, nameAt, placeIn } from "../../../shared/platform/place.ts";
import type { Reason } from "../../../shared/platform/reasons/reason.ts";
import { DaysLeft } from "../../components/DaysLeft.tsx";
import { State, type StateKind } from "../../components/State.tsx";
import { andPlace, listenerAddress } from "../../placeQuery.ts";
import type { ReportedReason } from "../../reportedReason.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { rowId, SelectBox } from "../bulk/SelectedForm.tsx";
import { certificatesWords } from "./certificatesWords.ts";
import { dayOf, type Scale } from "./scale.ts";
import { Axis, Life } from "./Timeline.tsx";

type Holder = CertificateStatus["listeners"][number];

interface TableProps {
  certificates: CertificateStatus[];
  scale: Scale;
  identity: Identity;
  language: Language;
  now: number;
}

/** One row a certificate: who it is, its life, what becomes of it, who holds it. */
export function CertificateTable(props: TableProps) {
  const { certificates, scale, language, now } = props;
  const words = wordsIn(certificatesWords, language);
  return (
    <table class="table blocks statuses">
      <caption class="hidden">{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.certificate}</th>
          <th scope="col">
            <span class="hidden">{words.timeline}</span>
            <Axis scale={scale} now={now} language={language} />
          </th>
          <th scope="col">{words.renewalStatus}</th>
          <th scope="col">{words.listeners}</th>
        </tr>
      </thead>
      <tbody>
        {certificates.map((certificateStatus) => (
          <tr id={rowId(certificateStatus.id)}>
            <th scope="row">
              {certificateStatus.successor === null ? null : (
                <SelectBox
                  name="certificate"
                  value={certificateStatus.id}
                  label={certificateStatus.names[0] ?? certificateStatus.id}
                  language={language}
                />
              )}{" "}
              <span class="domain" title={certificateStatus.names.join(", ")}>
                {certificateStatus.names[0] ?? certificateStatus.id}
              </span>{" "}
              {certificateStatus.names.length > 1 ? (
                <span class="faint">{words.more(certificateStatus.names.length - 1)}</span>
              ) : null}
              <span class="sub">
                <span class="id">{certificateStatus.id}</span> ·{" "}
                <span class="nowrap">{words.until(dayOf(certificateStatus.notAfter))}</span>
                {certificateStatus.endsWith === undefined ? null : ` ${words.endsWith(certificateStatus.endsWith)}`}
              </span>
            </th>
            <td class="wide">
              <Life certificateStatus={certificateStatus} scale={scale} now={now} language={language} />
            </td>
            <td class="wide" data-label={words.renewalStatus}>
              <CertificateState certificateStatus={certificateStatus} {...props} />
            </td>
            <td data-label={words.listeners} class="wide">
              <Holders certificateStatus={certificateStatus} language={language} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CertificateState({
  certificateStatus,
  identity,
  language,
  now,
}: TableProps & { certificateStatus: CertificateStatus }) {
  const words = wordsIn(certificatesWords, language);
  const { renewalStatus, actsAt, dueAt, successor, reason, id } = certificateStatus;
  const isDue = dueAt <= now;
  const needsUpload = renewalStatus === "blocked" || (renewalStatus === "expired" && successor === null);
  const placeOf = (one: Holder) => placeIn(one, homeIn(process.env));
  const holder = certificateStatus.listeners.find((one) =>
    allows(identity, "operate", { operation: "rotateCertificate", touches: [nameAt(placeOf(one), one.listenerId)] }),
  );
  return (
    <>
      <State kind={RENEWAL_STATUSES[renewalStatus]}>{wordOf(renewalStatuses, renewalStatus, language)}</State>
      <span class="sub">
        {certificateStatus.daysLeft === null ? null : (
          <DaysLeft certificate={certificateStatus} isDue={isDue && renewalStatus !== "ready"} language={language} />
        )}
        {renewalStatus === "ready" ? ` · ${words.rotates(dayOf(actsAt))}` : null}
        {renewalStatus === "scheduled" ? ` · ${words.orders(dayOf(actsAt))}` : null}
        {renewalStatus === "unplanned" || renewalStatus === "blocked" ? ` · ${words.due(dayOf(dueAt))}` : null}
      </span>
      {needsUpload ? <span class="sub">{words.uploadOne}</span> : null}
      {needsUpload && reason !== null && hasCandidates(reason) ? (
        <span class="sub">{(reason as ReportedReason).message}</span>
      ) : null}
      {successor !== null && holder !== undefined && isDue ? (
        <a
          class="now"
          href={`${CONSOLE}/operations/rotateCertificate?listenerId=${holder.listenerId}&certificateId=${id}&successorId=${successor.id}${andPlace(placeOf(holder))}`}
        >
          {words.rotateNow}
        </a>
      ) : null}
    </>
  );
}

/** How good or bad each renewal status is. */
export const RENEWAL_STATUSES: Record<CertificateStatus["renewalStatus"], StateKind> = {
  ready: "ok",
  scheduled: "busy",
  unplanned: "off",
  blocked: "bad",
  expired: "bad",
  missing: "bad",
  unavailable: "bad",
};

function Holders({
  certificateStatus: { listeners },
  language,
}: {
  certificateStatus: CertificateStatus;
  language: Language;
}) {
  const { more } = wordsIn(certificatesWords, language);
  return (
    <>
      {listeners.slice(0, SHOWN).map((holder, position) => (
        <>
          {position > 0 ? ", " : null}
          <a class="name" href={listenerAddress(holder)}>
            {holder.description === "" ? holder.listenerId : holder.description}
          </a>
        </>
      ))}
      {listeners.length > SHOWN ? <span class="sub">{more(listeners.length - SHOWN)}</span> : null}
    </>
  );
}

const SHOWN = 3;

/** Whether certificates are there that would follow, and something is wrong with each. */
function hasCandidates({ params }: Reason): boolean {
  return Array.isArray(params.notTaken) && params.notTaken.length > 0;
}
