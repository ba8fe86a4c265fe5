import type { ListedListener } from "../../../shared/features/inventory/listedListener.ts";
import { regionName } from "../../../shared/platform/place.ts";
import { DaysLeft, urgency } from "../../components/DaysLeft.tsx";
import { ListenerState } from "../../components/ListenerState.tsx";
import { State } from "../../components/State.tsx";
import type { ListedFleet } from "../../fleet.ts";
import { listenerAddress } from "../../placeQuery.ts";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { isInTrouble, isNearItsEnd } from "../listeners/filters.ts";
import { overviewWords } from "./overviewWords.ts";

/** Listeners that somebody should look at, and what is wrong with each. */
export function ProblemList({ fleet, language }: { fleet: ListedFleet; language: Language }) {
  const words = wordsIn(overviewWords, language);
  const { listeners, unavailable } = fleet;
  const found = listeners.filter(isInTrouble);
  const unknown = listeners.filter(({ knownAt }) => knownAt === undefined).length;
  return (
    <div class="body">
      {unavailable.map((row) => (
        <State kind="bad">{words.unavailable(regionName(row))}</State>
      ))}
      {listeners.length === 0 ? (
        <p class="faint">{words.noListeners}</p>
      ) : (
        <p>
          {found.length === 0 && unknown === 0 ? (
            <State kind="ok">{words.allRun(listeners.length)}</State>
          ) : (
            words.someTrouble(found.length, listeners.length)
          )}
        </p>
      )}
      {unknown === 0 ? null : <p class="faint">{words.notAllRead(unknown)}</p>}
      <ul class="lines">
        {found.slice(0, SHOWN).map((listener) => (
          <li>
            <a class="name" href={listenerAddress(listener)}>
              {listener.description === "" ? listener.listenerId : listener.description}
            </a>
            <span class="faint">
              {listener.protocol} {listener.port}
            </span>
            <Wrongs listener={listener} language={language} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const SHOWN = 8;

function Wrongs({ listener, language }: { listener: ListedListener; language: Language }) {
  const { status, certificates, health, warnings } = listener;
  const words = wordsIn(overviewWords, language);
  const near = certificates.filter(
    (certificate) => urgency(certificate, isNearItsEnd(certificate.id, warnings)) !== "ok",
  );
  return (
    <span class="wrongs">
      {status === "Running" ? null : <ListenerState status={status} language={language} />}
      {near.map((certificate) => (
        <DaysLeft certificate={certificate} isDue={isNearItsEnd(certificate.id, warnings)} language={language} />
      ))}
      {health === undefined || health.down === 0 ? null : (
        <State kind={health.down === health.servers ? "bad" : "warn"}>
          {words.serversDown(health.down, health.servers)}
        </State>
      )}
    </span>
  );
}
