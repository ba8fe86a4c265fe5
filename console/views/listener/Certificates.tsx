import type { Identity } from "../../../shared/features/api/authentication/identity.ts";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { DaysLeft } from "../../components/DaysLeft.tsx";
import { InConsole } from "../../components/InConsole.tsx";
import { PlanAtOnce } from "../../components/PlanAtOnce.tsx";
import { andPlace } from "../../placeQuery.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { isNearItsEnd } from "../listeners/filters.ts";
import { listenerWords } from "./listenerWords.ts";
import { reasonAgainst } from "./reasons.ts";

/** What it holds, the default first, each with what can be done about it. */
export function Certificates(props: { description: ListenerDescription; identity: Identity; language: Language }) {
  const { description, identity, language } = props;
  const words = wordsIn(listenerWords, language);
  const { certificates, listener, warnings } = description;
  if (certificates.length === 0) {
    return (
      <section class="card">
        <h2>{words.certificates}</h2>
        <p class="body faint">{words.noCertificates}</p>
      </section>
    );
  }
  const may = (operation: string) => reasonAgainst(operation, description, identity) === undefined;
  const atOnce = [
    { operation: "promoteCertificate", field: "certificateId", label: words.promote },
    { operation: "removeCertificates", field: "certificateIds", label: words.remove },
  ];
  const link = (operation: string, field: string, certificateId: string, label: string) => (
    <a
      href={`${CONSOLE}/operations/${operation}?listenerId=${listener.ListenerId}&${field}=${certificateId}${andPlace(description.place)}`}
      aria-label={`${label}: ${certificateId}`}
    >
      {label}
    </a>
  );
  return (
    <section class="card">
      <div class="heading">
        <h2>{words.certificates}</h2>
        <span class="links">
          <InConsole of="cas" language={language} />
          {may("addCertificates") ? (
            <a
              href={`${CONSOLE}/operations/addCertificates?listenerId=${listener.ListenerId}${andPlace(description.place)}`}
              aria-label={`${words.add}: ${words.certificates}`}
            >
              {words.add}
            </a>
          ) : null}
        </span>
      </div>
      <table class="table blocks bound">
        <caption class="hidden">{words.certificates}</caption>
        <thead>
          <tr>
            <th scope="col">{words.domains}</th>
            <th scope="col">{words.use}</th>
            <th scope="col">{words.lifetime}</th>
            <th scope="col">{words.serial}</th>
            <th scope="col">{words.actions}</th>
          </tr>
        </thead>
        <tbody>
          {certificates.map((certificate) => {
            const { id, names, serial, notAfter, isDefault } = certificate;
            return (
              <tr>
                <th scope="row">
                  {names.length === 0 ? "–" : names.join(", ")}
                  <span class="sub id">{id}</span>
                </th>
                <td data-label={words.use}>{isDefault ? <strong>{words.isDefault}</strong> : words.additional}</td>
                <td data-label={words.lifetime}>
                  <DaysLeft certificate={certificate} isDue={isNearItsEnd(id, warnings)} language={language} />
                  {notAfter === 0 ? null : (
                    <span class="sub">{words.until(new Date(notAfter).toISOString().slice(0, 10))}</span>
                  )}
                </td>
                <td data-label={words.serial}>
                  <span class="id" title={serial}>
                    {serial.length > 12 ? `${serial.slice(0, 12)}…` : serial}
                  </span>
                </td>
                <td data-label={words.actions}>
                  <span class="links">
                    {may("rotateCertificate") ? link("rotateCertificate", "certificateId", id, words.rotate) : null}
                    {isDefault
                      ? null
                      : atOnce
                          .filter(({ operation }) => may(operation))
                          .map(({ operation, field, label }) => (
                            <PlanAtOnce
                              operation={operation}
                              label={label}
                              of={id}
                              place={description.place}
                              input={{ listenerId: listener.ListenerId, [field]: id }}
                            />
                          ))}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
