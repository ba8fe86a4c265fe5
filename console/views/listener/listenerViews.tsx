import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { regionName } from "../../../shared/platform/place.ts";
import { DaysLeft, urgency } from "../../components/DaysLeft.tsx";
import { ListenerState } from "../../components/ListenerState.tsx";
import { Deferred } from "../../page/Deferred.tsx";
import { atPlace, placeAsked } from "../../placeQuery.ts";
import { CONSOLE, type PageCall, type View } from "../../view.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { isNearItsEnd } from "../listeners/filters.ts";
import { ActionList } from "./ActionList.tsx";
import { BeingChanged } from "./BeingChanged.tsx";
import { Certificates } from "./Certificates.tsx";
import { LastRuns } from "./LastRuns.tsx";
import { listenerWords } from "./listenerWords.ts";
import { ProbeResults } from "./ProbeResults.tsx";
import { Rules } from "./Rules.tsx";
import { reasonAgainst } from "./reasons.ts";
import { AdvancedSettings, BasicInformation, Forwarding, Logs, MutualAuth, TlsPolicyCard } from "./Settings.tsx";

/** One listener: how it is configured at once, what clients are served as soon as somebody has looked. */
export const listenerViews: View[] = [
  { method: "GET", path: "/listeners/:id", section: "listeners", answer: listenerPage },
  {
    method: "GET",
    path: "/listeners/:id/served",
    section: "listeners",
    isFragment: true,
    async answer({ api, path, query, language, now, regions }) {
      const place = placeAsked((name) => query.get(name));
      const description = await api.get<ListenerDescription>(`/listeners/${path.id}`, place);
      // Functions look from home, wherever the listener is.
      const [region = ""] = regions;
      const fragment = <ProbeResults description={description} region={region} language={language} now={now} />;
      return { fragment, title: wordsIn(listenerWords, language).served };
    },
  },
  {
    method: "GET",
    path: "/listeners/:id/runs",
    section: "listeners",
    isFragment: true,
    async answer({ api, path, language, now }) {
      const { executions } = await api.get<Executions>("/executions", { listenerId: path.id, limit: "5" });
      const fragment = <LastRuns executions={executions} language={language} now={now} />;
      return { fragment, title: wordsIn(listenerWords, language).lastRuns };
    },
  },
];

interface Executions {
  executions: Parameters<typeof LastRuns>[0]["executions"];
}

async function listenerPage({ api, path, query, identity, language, regions }: PageCall) {
  const words = wordsIn(listenerWords, language);
  const id = path.id ?? "";
  const asked = placeAsked((name) => query.get(name));
  const description = await api.get<ListenerDescription>(`/listeners/${id}`, { probe: "false", ...asked });
  const { place } = description;
  const region = place?.region ?? regions[0] ?? "";
  const { listener, warnings, certificates } = description;
  const near = certificates.filter(
    (certificate) => urgency(certificate, isNearItsEnd(certificate.id, warnings)) !== "ok",
  );
  const title = listener.ListenerDescription || words.nameless;
  const may = (operation: string) => reasonAgainst(operation, description, identity) === undefined;
  const props = { description, language, may, region };
  const page = (
    <>
      <div class="heading">
        <h1>
          <a class="up" href={`${CONSOLE}/listeners`}>
            {words.listeners}
          </a>{" "}
          {title}
        </h1>
        <ListenerState status={listener.ListenerStatus} language={language} />
        <span class="faint">
          {listener.ListenerProtocol} {listener.ListenerPort} ·{" "}
          {place === undefined ? region : regionName({ account: place.accountId, region })}
        </span>
      </div>
      <BeingChanged description={description} language={language} />
      {near.length === 0 ? null : (
        <ul class="notice warn">
          {near.map((certificate) => (
            <li>
              <strong>{certificate.names[0] ?? certificate.id}</strong>{" "}
              <DaysLeft certificate={certificate} isDue language={language} />
            </li>
          ))}
        </ul>
      )}
      <div class="two">
        <div class="wider">
          <Certificates description={description} language={language} identity={identity} />
          <BasicInformation {...props} />
          <Rules description={description} language={language} />
          <div class="pairs">
            <TlsPolicyCard {...props} />
            <MutualAuth {...props} />
            <Forwarding {...props} />
            <Logs {...props} />
            <AdvancedSettings {...props} />
          </div>
        </div>
        <div class="beside">
          <section class="card served">
            <h2>{words.served}</h2>
            <div class="body">
              <Deferred from={atPlace(`${CONSOLE}/listeners/${id}/served`, place)} language={language}>
                <p class="faint pending">{words.looking}</p>
              </Deferred>
            </div>
          </section>
          <ActionList description={description} language={language} identity={identity} />
          <section class="card">
            <h2>{words.lastRuns}</h2>
            <Deferred from={`${CONSOLE}/listeners/${id}/runs`} language={language} />
            <p class="foot">
              <a href={`${CONSOLE}/executions?listenerId=${id}`}>{words.allRuns}</a>
            </p>
          </section>
        </div>
      </div>
    </>
  );
  return { title, page };
}
