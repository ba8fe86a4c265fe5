import type { ListedCertificate, ListedListener } from "../../../shared/features/inventory/listedListener.ts";
import { homeIn, placeIn, regionName } from "../../../shared/platform/place.ts";
import { DaysLeft } from "../../components/DaysLeft.tsx";
import { ListenerState } from "../../components/ListenerState.tsx";
import { State } from "../../components/State.tsx";
import type { KnownListener } from "../../fleet.ts";
import { andPlace, listenerAddress } from "../../placeQuery.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { type Words, wordsIn } from "../../words/wordsIn.ts";
import { rowId, SelectBox } from "../bulk/SelectedForm.tsx";
import { isNearItsEnd } from "./filters.ts";
import { listenersWords } from "./listenersWords.ts";

interface RowProps {
  listener: KnownListener;
  language: Language;
  /** What whoever looks may do with it, by operation. */
  may: (operation: string) => boolean;
}

type ListWords = Words<typeof listenersWords>;

/** One listener in the list. */
export function ListenerRow(props: RowProps) {
  const { listener, language, may } = props;
  const words = wordsIn(listenersWords, language);
  const {
    account,
    region,
    loadBalancerId,
    loadBalancerName,
    listenerId,
    description,
    protocol,
    port,
    status,
    tracing,
  } = listener;
  const isKnown = listener.knownAt !== undefined;
  const pending = <span class="pending faint">{words.reading}</span>;
  return (
    <tr id={rowId(placed(listener))}>
      <th scope="row">
        <SelectBox
          name="target"
          value={placed(listener)}
          label={description === "" ? listenerId : description}
          language={language}
        />{" "}
        <a class="name" href={listenerAddress(listener)}>
          {description === "" ? listenerId : description}
        </a>
        {description === "" ? null : <span class="sub id">{listenerId}</span>}
        <Edit {...props} operation="modifyListener" label={words.edit} />
      </th>
      <td>
        <span class="nowrap">
          {protocol} {port}
        </span>
        <span class="sub">{loadBalancerName === "" ? loadBalancerId : loadBalancerName}</span>
      </td>
      <td>
        <ListenerState status={status} language={language} />
        <span class="sub">{regionName({ account, region })}</span>
      </td>
      <td class="wide" data-label={words.certificates}>
        {protocol === "HTTP" ? (
          <span class="faint">{words.noTls}</span>
        ) : isKnown ? (
          <Certificates listener={listener} language={language} words={words} />
        ) : (
          pending
        )}
      </td>
      <td data-label={words.tlsPolicy} class={listener.tlsPolicyId === "" ? "absent" : ""}>
        <span class="id">
          {listener.tlsPolicyId === "" ? "–" : listener.tlsPolicyId.replace("tls_cipher_policy_", "")}
        </span>
        {protocol === "HTTPS" ? (
          <Edit {...props} operation="changeTlsPolicy" label={words.change} of={words.tlsPolicy} />
        ) : null}
      </td>
      <td data-label={words.forwardsTo}>
        <span class="id">
          {listener.serverGroupIds.length === 0 ? words.noGroup : listener.serverGroupIds.join(", ")}
        </span>
        <span class="sub">{isKnown ? <Health listener={listener} words={words} /> : pending}</span>
        <Edit {...props} operation="changeServerGroup" label={words.change} of={words.forwardsTo} />
      </td>
      <td data-label={words.tracing} class={tracing || may("enableTracing") ? "" : "absent"}>
        {tracing ? <State kind="ok">{words.on}</State> : <span class="faint">{words.off}</span>}
        {tracing ? (
          <Edit {...props} operation="modifyTracing" label={words.change} of={words.tracing} />
        ) : (
          <Edit {...props} operation="enableTracing" label={words.turnOn} of={words.tracing} />
        )}
      </td>
    </tr>
  );
}

/** A listener, and where it is unless that is home. */
function placed(listener: KnownListener): string {
  const place = placeIn(listener, homeIn(process.env));
  return [listener.listenerId, ...(place === undefined ? [] : [place.region, place.accountId])].join(" ");
}

/** The way to the form that changes what stands beside it; nothing for those who may not. */
function Edit(props: RowProps & { operation: string; label: string; of?: string }) {
  const { listener, may, operation, label, of = "" } = props;
  if (!may(operation)) return null;
  const { listenerId, description } = listener;
  const place = andPlace(placeIn(listener, homeIn(process.env)));
  return (
    <a
      class="edit"
      href={`${CONSOLE}/operations/${operation}?listenerId=${listenerId}${place}`}
      aria-label={`${label}: ${[description === "" ? listenerId : description, of].filter((text) => text !== "").join(", ")}`}
    >
      {label}
    </a>
  );
}

/** The default certificate, and of the others the one that ends first. */
function Certificates({
  listener,
  language,
  words,
}: {
  listener: ListedListener;
  language: Language;
  words: ListWords;
}) {
  const { certificates, warnings } = listener;
  // One, or an RSA and an ECC one.
  const defaults = certificates.filter(({ isDefault }) => isDefault);
  const others = certificates
    .filter(({ isDefault }) => !isDefault)
    .sort((one, other) => (one.daysLeft ?? -1) - (other.daysLeft ?? -1));
  const days = (certificate: ListedCertificate) => (
    <DaysLeft certificate={certificate} isDue={isNearItsEnd(certificate.id, warnings)} language={language} />
  );
  const [next] = others;
  return (
    <>
      {defaults.length === 0 ? "–" : null}
      {defaults.map((certificate) => (
        <span class="pair" key={certificate.id}>
          <span class="domain">{certificate.names[0] ?? certificate.id}</span> {days(certificate)}
        </span>
      ))}
      {next === undefined ? null : (
        <span class="pair sub">
          <span class="domain">{next.names[0] ?? next.id}</span> {days(next)}
        </span>
      )}
      {others.length > 1 ? <span class="sub">{words.more(others.length - 1)}</span> : null}
    </>
  );
}

function Health({ listener: { health }, words }: { listener: ListedListener; words: ListWords }) {
  if (health === undefined) return null;
  const { servers, down } = health;
  if (servers === 0) return <State kind="warn">{words.noServers}</State>;
  if (down === 0) return <State kind="ok">{words.allUp(servers)}</State>;
  return <State kind={down === servers ? "bad" : "warn"}>{words.down(down, servers)}</State>;
}
