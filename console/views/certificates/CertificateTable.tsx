import { allows, type Identity } from "../../../shared/features/api/authentication/identity.ts";
import type { CertificateFate } from "../../../shared/features/inventory/listedFate.ts";
import { DaysLeft } from "../../parts/DaysLeft.tsx";
import { State, type StateKind } from "../../parts/State.tsx";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/words.ts";
import { dayOf, type Scale } from "./scale.ts";
import { Axis, Life } from "./Timeline.tsx";
import { certificatesWords } from "./words.ts";

interface TableProps {
  certificates: CertificateFate[];
  scale: Scale;
  identity: Identity;
  /** The deployment's region: only there something can be done. */
  home: string;
  language: Language;
  now: number;
}

/** One row a certificate: who it is, its life, what becomes of it, who holds it. */
export function CertificateTable(props: TableProps) {
  const { certificates, scale, language, now } = props;
  const words = wordsIn(certificatesWords, language);
  return (
    <table class="table blocks fates">
      <caption class="hidden">{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.certificate}</th>
          <th scope="col">
            <span class="hidden">{words.timeline}</span>
            <Axis scale={scale} now={now} language={language} />
          </th>
          <th scope="col">{words.outlook}</th>
          <th scope="col">{words.listeners}</th>
        </tr>
      </thead>
      <tbody>
        {certificates.map((fate) => (
          <tr>
            <th scope="row">
              <span class="domain" title={fate.names.join(", ")}>
                {fate.names[0] ?? fate.id}
              </span>{" "}
              {fate.names.length > 1 ? <span class="faint">{words.more(fate.names.length - 1)}</span> : null}
              <span class="sub">
                <span class="id">{fate.id}</span> · <span class="nowrap">{words.until(dayOf(fate.notAfter))}</span>
                {fate.endsWith === undefined ? null : ` ${words.endsWith(fate.endsWith)}`}
              </span>
            </th>
            <td class="wide">
              <Life fate={fate} scale={scale} now={now} language={language} />
            </td>
            <td class="wide" data-label={words.outlook}>
              <Fate fate={fate} {...props} />
            </td>
            <td data-label={words.listeners} class="wide">
              <Holders fate={fate} language={language} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Fate({ fate, identity, home, language, now }: TableProps & { fate: CertificateFate }) {
  const words = wordsIn(certificatesWords, language);
  const { outlook, actsAt, dueAt, successor, because, id } = fate;
  const isDue = dueAt <= now;
  const needsUpload = outlook === "stuck" || (outlook === "expired" && successor === null);
  const rotatable = successor === null ? [] : fate.listeners.filter(({ region }) => region === home);
  const holder = rotatable.find(({ listenerId }) =>
    allows(identity, "operate", { operation: "rotateCertificate", touches: [listenerId] }),
  );
  return (
    <>
      <State kind={OUTLOOK_KINDS[outlook]}>{words[outlook]}</State>
      <span class="sub">
        {fate.daysLeft === null ? null : (
          <DaysLeft certificate={fate} isDue={isDue && outlook !== "covered"} language={language} />
        )}
        {outlook === "covered" ? ` · ${words.rotates(dayOf(actsAt))}` : null}
        {outlook === "ordered" ? ` · ${words.orders(dayOf(actsAt))}` : null}
        {outlook === "open" || outlook === "stuck" ? ` · ${words.due(dayOf(dueAt))}` : null}
      </span>
      {needsUpload ? <span class="sub">{words.uploadOne}</span> : null}
      {needsUpload && because.includes("would follow") ? (
        <span class="sub" lang="en">
          {because}
        </span>
      ) : null}
      {successor !== null && holder !== undefined && isDue ? (
        <a
          class="now"
          href={`${CONSOLE}/operations/rotateCertificate?listenerId=${holder.listenerId}&certificateId=${id}&successorId=${successor.id}`}
        >
          {words.rotateNow}
        </a>
      ) : null}
    </>
  );
}

/** How good or bad each outlook is. */
export const OUTLOOK_KINDS: Record<CertificateFate["outlook"], StateKind> = {
  covered: "ok",
  ordered: "busy",
  open: "off",
  stuck: "bad",
  expired: "bad",
  lost: "bad",
  unread: "bad",
};

function Holders({ fate: { listeners }, language }: { fate: CertificateFate; language: Language }) {
  const { more } = wordsIn(certificatesWords, language);
  return (
    <>
      {listeners.slice(0, SHOWN).map(({ listenerId, description, region }, position) => (
        <>
          {position > 0 ? ", " : null}
          <a class="name" href={`${CONSOLE}/listeners/${listenerId}?region=${region}`}>
            {description === "" ? listenerId : description}
          </a>
        </>
      ))}
      {listeners.length > SHOWN ? <span class="sub">{more(listeners.length - SHOWN)}</span> : null}
    </>
  );
}

const SHOWN = 3;
