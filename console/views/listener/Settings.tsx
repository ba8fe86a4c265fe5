import { trafficText } from "../../../shared/core/messages/trafficText.ts";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { InConsole } from "../../components/InConsole.tsx";
import { ListenerState } from "../../components/ListenerState.tsx";
import { State } from "../../components/State.tsx";
import type { ReportedReason } from "../../reportedReason.ts";
import type { Language } from "../../words/language.ts";
import { type Words, wordsIn } from "../../words/wordsIn.ts";
import { Card, type EditLink, editAddress, Facts } from "./Card.tsx";
import { listenerWords } from "./listenerWords.ts";

type ListenerWords = Words<typeof listenerWords>;

interface SettingsProps {
  description: ListenerDescription;
  language: Language;
  /** What may be done with it, by operation; nothing unless given. */
  may?: (operation: string) => boolean;
  region?: string;
}

/** Those of a card's edits that can be done now. */
function editsFor({ description, may = () => false }: SettingsProps, ...edits: EditLink[]) {
  return {
    listenerId: description.listener.ListenerId,
    place: description.place,
    edits: edits.filter(({ operation }) => may(operation)),
  };
}

/** The way from a value to the field that changes it, where that can be done now. */
function editOf(props: SettingsProps): ((field: string) => string) | undefined {
  const { listenerId, place, edits } = editsFor(props, { operation: "modifyListener", label: "" });
  return edits.length === 0
    ? undefined
    : (field) => editAddress(listenerId, place, { operation: "modifyListener", field });
}

/** Who it is: id, instance, address, protocol, state. */
export function BasicInformation(props: SettingsProps) {
  const { description, language, region = "" } = props;
  const words = wordsIn(listenerWords, language);
  const { listener, loadBalancer, traffic, figures, metrics = null } = description;
  const { LoadBalancerId, LoadBalancerName, LoadBalancerEdition, DNSName, AddressType = "" } = loadBalancer;
  const kind = AddressType === "Internet" || AddressType === "Intranet" ? ` (${words[AddressType]})` : "";
  return (
    <Card title={words.basic}>
      <Facts
        edit={editOf(props)}
        label={words.edit}
        facts={[
          [words.name, listener.ListenerDescription || "–", "listenerDescription"],
          [words.id, <span class="id">{listener.ListenerId}</span>],
          [words.protocol, `${listener.ListenerProtocol} ${listener.ListenerPort}`],
          [words.state, <ListenerState status={listener.ListenerStatus} language={language} />],
          [
            words.instance,
            <>
              {LoadBalancerName}{" "}
              <InConsole of="alb" page={`${region}/albs/${LoadBalancerId}`} language={language}>
                {LoadBalancerId}
              </InConsole>
            </>,
          ],
          [words.edition, words[LoadBalancerEdition as "Standard"] ?? LoadBalancerEdition],
          [
            words.address,
            <>
              <span class="id">{DNSName}</span>
              {kind}{" "}
              <button type="button" class="quiet" data-copy={DNSName} data-done={words.copied} hidden>
                {words.copy}
              </button>
            </>,
          ],
          [
            words.traffic,
            <>
              {(traffic as ReportedReason).message}
              {figures === null ? null : <span class="sub">{trafficText(figures, language)}</span>}
              {metrics === null ? null : <span class="sub">{(metrics as ReportedReason).message}</span>}{" "}
              <InConsole of="cms" language={language} />
            </>,
          ],
        ]}
      />
    </Card>
  );
}

/** Which TLS versions and ciphers are offered. */
export function TlsPolicyCard(props: SettingsProps) {
  const { description, language } = props;
  const words = wordsIn(listenerWords, language);
  const { tlsPolicy } = description;
  return (
    <Card title={words.tlsPolicy} {...editsFor(props, { operation: "changeTlsPolicy", label: words.edit })}>
      {tlsPolicy === null ? (
        <p class="faint">{words.noTls}</p>
      ) : (
        <Facts
          facts={[
            [
              words.policy,
              <InConsole of="alb" page={`${props.region}/tls`} language={language}>
                {tlsPolicy.id}
              </InConsole>,
            ],
            [words.versions, tlsPolicy.versions.join(", ")],
            [
              words.ciphers,
              <details>
                <summary>{words.cipherCount(tlsPolicy.ciphers.length)}</summary>
                <ul class="id">
                  {tlsPolicy.ciphers.map((cipher) => (
                    <li>{cipher}</li>
                  ))}
                </ul>
              </details>,
            ],
          ]}
        />
      )}
    </Card>
  );
}

/** Whether clients must show a certificate, and of which CA. */
export function MutualAuth(props: SettingsProps) {
  const { listener } = props.description;
  const { language } = props;
  const words = wordsIn(listenerWords, language);
  const isOn = listener.CaEnabled === true;
  const authorities = (listener.CaCertificates ?? []).map(({ CertificateId = "" }) => CertificateId);
  const lists = (listener.AclConfig?.AclRelations ?? []).map(({ AclId }) => AclId);
  const tags = (listener.Tags ?? []).map(({ Key, Value }) => `${Key}=${Value}`);
  const unknown = listener.Unknown ?? [];
  return (
    <Card
      title={words.mutual}
      {...editsFor(
        props,
        { operation: "enableMutualAuth", label: words.turnOn },
        { operation: "replaceCaCertificate", label: words.edit },
        { operation: "disableMutualAuth", label: words.turnOff },
      )}
    >
      <Facts
        facts={[
          [words.clients, isOn ? <State kind="ok">{words.onlyClients}</State> : words.anyClient],
          isOn ? [words.ca, <span class="id">{authorities.join(", ")}</span>] : null,
          [
            words.accessLists,
            lists.length === 0 ? words.anyAddress : `${listener.AclConfig?.AclType}: ${lists.join(", ")}`,
          ],
          tags.length === 0 ? null : [words.tags, tags.join(", ")],
          unknown.length === 0 ? null : [words.unknown, <State kind="warn">{unknown.join(", ")}</State>],
        ]}
      />
    </Card>
  );
}

/** Where requests go. */
export function Forwarding(props: SettingsProps) {
  const { serverGroups } = props.description;
  const { language } = props;
  const words = wordsIn(listenerWords, language);
  return (
    <Card title={words.forwarding} {...editsFor(props, { operation: "changeServerGroup", label: words.edit })}>
      {serverGroups.length === 0 ? <p class="faint">{words.noForwarding}</p> : null}
      {serverGroups.map(({ id, servers, down }) => (
        <Facts
          facts={[
            [
              words.group,
              <InConsole of="alb" page={`${props.region}/server-groups`} language={language}>
                {id}
              </InConsole>,
            ],
            down === null || servers.length === 0
              ? null
              : [
                  words.health,
                  <State kind={down.length === 0 ? "ok" : "bad"}>
                    {down.length === 0 ? words.allHealthy(servers.length) : words.someDown(down.join(", "))}
                  </State>,
                ],
            [
              words.servers,
              servers.length === 0 ? (
                <State kind="warn">{words.noServers}</State>
              ) : (
                <ul>
                  {servers.map(({ ServerId, ServerIp, Port, Weight }) => (
                    <li>
                      <span class="id">
                        {ServerIp ?? ServerId}:{Port}
                      </span>{" "}
                      <span class="faint">{words.weight(Weight)}</span>
                    </li>
                  ))}
                </ul>
              ),
            ],
          ]}
        />
      ))}
    </Card>
  );
}

/** Timeouts, compression, and what the backend is told. */
export function AdvancedSettings(props: SettingsProps) {
  const { listener } = props.description;
  const { language } = props;
  const words = wordsIn(listenerWords, language);
  const { IdleTimeout, RequestTimeout, GzipEnabled, Http2Enabled, QuicConfig, XForwardedForConfig } = listener;
  const isOn = (value: boolean | null | undefined) => (value === true ? words.on : words.off);
  const headers = Object.entries(XForwardedForConfig ?? {})
    .filter(([name, value]) => name.endsWith("Enabled") && value === true)
    .map(([name]) => name.replace(/Enabled$/, ""));
  return (
    <Card title={words.advanced}>
      <Facts
        edit={editOf(props)}
        label={words.edit}
        facts={[
          IdleTimeout === null ? null : [words.idleTimeout, words.seconds(Number(IdleTimeout)), "idleTimeout"],
          RequestTimeout === null
            ? null
            : [words.requestTimeout, words.seconds(Number(RequestTimeout)), "requestTimeout"],
          [words.gzip, isOn(GzipEnabled), "gzipEnabled"],
          Http2Enabled === null ? null : [words.http2, isOn(Http2Enabled), "http2Enabled"],
          QuicConfig === null ? null : [words.quic, isOn(QuicConfig?.QuicUpgradeEnabled), "quicConfig"],
          [
            words.forwardedFor,
            headers.length === 0 ? words.none : <span class="id">{headers.join(", ")}</span>,
            "xForwardedForConfig",
          ],
        ]}
      />
    </Card>
  );
}

/** What its requests leave behind. */
export function Logs(props: SettingsProps) {
  const { listener, traces, accessLog } = props.description;
  const { language } = props;
  const words: ListenerWords = wordsIn(listenerWords, language);
  const { TracingEnabled, TracingSample } = listener.LogConfig.AccessLogTracingConfig;
  return (
    <Card
      title={words.logs}
      {...editsFor(
        props,
        { operation: "enableTracing", label: words.turnOn },
        { operation: "modifyTracing", label: words.edit },
        { operation: "disableTracing", label: words.turnOff },
      )}
    >
      <Facts
        facts={[
          [words.tracing, TracingEnabled ? <State kind="ok">{words.sample(TracingSample / 100)}</State> : words.off],
          traces === ""
            ? null
            : [
                words.traces,
                <a href={traces} rel="noreferrer">
                  {words.openTraces}
                </a>,
              ],
          accessLog === ""
            ? null
            : [
                words.accessLog,
                <a href={accessLog} rel="noreferrer">
                  {words.openAccessLog}
                </a>,
              ],
        ]}
      />
    </Card>
  );
}
