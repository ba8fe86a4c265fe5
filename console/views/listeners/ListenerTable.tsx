import { allows, type Identity } from "../../../shared/features/api/authentication/identity.ts";
import type { ListedListener } from "../../../shared/features/inventory/listedListener.ts";
import { homeIn, nameAt, placeIn, regionName } from "../../../shared/platform/place.ts";
import { Ago } from "../../components/Ago.tsx";
import { ReadAt } from "../../components/ReadAt.tsx";
import type { ListedFleet } from "../../fleet.ts";
import type { ReportedReason } from "../../reportedReason.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { SelectedForm } from "../bulk/SelectedForm.tsx";
import { addressWith, type Filters, fitting, ROWS_PER_PAGE } from "./filters.ts";
import { ListenerRow } from "./ListenerRow.tsx";
import { listenersWords } from "./listenersWords.ts";

/** The listeners that fit, a page of them. */
export function ListenerTable(props: {
  fleet: ListedFleet;
  filters: Filters;
  identity: Identity;
  language: Language;
  now: number;
}) {
  const { fleet, filters, identity, language, now } = props;
  const words = wordsIn(listenersWords, language);
  const found = fitting(fleet, filters);
  const rows = pageOf(found, filters);
  const unknown = fleet.listeners.filter(({ knownAt }) => knownAt === undefined).length;
  return (
    <div class="card">
      {fleet.unavailable.map(({ account, region, reason, since, shownFrom }) => (
        <div class="notice warn">
          <p>
            {shownFrom === null
              ? words.unavailable(regionName({ account, region }))
              : words.older(regionName({ account, region }))}
          </p>
          <p class="faint">
            {(reason as ReportedReason).message}. {words.failingSince} <Ago at={since} now={now} language={language} />
            {shownFrom === null ? null : (
              <>
                {" · "}
                <ReadAt at={shownFrom} now={now} language={language} />
              </>
            )}
          </p>
        </div>
      ))}
      <p class="caption">
        <span>
          {words.count(found.length, fleet.listeners.length)}
          {fleet.accounts.length > 1 ? (
            <span class="sub">
              {fleet.accounts.map(({ account, listeners }) => words.accountCounts(account, listeners)).join(" · ")}
            </span>
          ) : null}
        </span>
        <span class="faint">
          <ReadAt at={fleet.readAt} now={now} language={language} /> ·{" "}
          <a
            href={`${addressWith(`${CONSOLE}/listeners`, filters)}${addressWith("", filters) === "" ? "?" : "&"}fresh`}
          >
            {words.refresh}
          </a>
        </span>
      </p>
      {fleet.index === undefined ? null : <IndexNote index={fleet.index} now={now} language={language} />}
      {filters.trouble && unknown > 0 ? (
        <p class="notice" role="status">
          {words.readingAll(fleet.listeners.length - unknown, fleet.listeners.length)}
        </p>
      ) : null}
      {rows.length === 0 ? (
        <div class="empty">
          <p>{fleet.listeners.length === 0 ? words.noneAtAll : words.none}</p>
          {fleet.listeners.length === 0 ? null : <a href={`${CONSOLE}/listeners`}>{words.clear}</a>}
        </div>
      ) : (
        <table class="table blocks listeners">
          <caption class="hidden">{words.title}</caption>
          <thead>
            <tr>
              {(
                [
                  words.listener,
                  words.port,
                  words.state,
                  words.certificates,
                  words.tlsPolicy,
                  words.forwardsTo,
                ] as const
              ).map((title) => (
                <th scope="col">{title}</th>
              ))}
              <th scope="col">{words.tracing}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ListenerRow listener={row} language={language} may={mayWith(row, identity)} />
            ))}
          </tbody>
        </table>
      )}
      {rows.length === 0 ? null : (
        <SelectedForm may={(operation) => allows(identity, "operate", { operation })} language={language} />
      )}
      <Pages filters={filters} count={found.length} language={language} />
    </div>
  );
}

function mayWith(row: ListedListener, identity: Identity) {
  const touches = [nameAt(placeIn(row, homeIn(process.env)), row.listenerId)];
  return (operation: string) => allows(identity, "operate", { operation, touches });
}

/** How old the index is by which listeners of a domain were found, and what it does not know. */
function IndexNote(props: { index: NonNullable<ListedFleet["index"]>; now: number; language: Language }) {
  const { index, now, language } = props;
  const words = wordsIn(listenersWords, language);
  if (index.to === null)
    return (
      <p class="notice warn" role="status">
        {words.noIndex}
      </p>
    );
  return (
    <p class="notice" role="status">
      {words.fromIndex} <Ago at={index.to} now={now} language={language} />
      {index.unknown.length === 0 ? null : ` · ${words.notInIndex(index.unknown.map(regionName).join(", "))}`}
      {index.incomplete === 0 ? null : ` · ${words.incompleteInIndex(index.incomplete)}`}
      {index.isCut ? ` · ${words.indexCut}` : null}
    </p>
  );
}

/** The listeners on the page that is asked for. */
export function pageOf<Row>(found: Row[], { page }: Filters): Row[] {
  return found.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE);
}

function Pages({ filters, count, language }: { filters: Filters; count: number; language: Language }) {
  const words = wordsIn(listenersWords, language);
  const { page } = filters;
  const last = Math.ceil(count / ROWS_PER_PAGE);
  if (last <= 1) return null;
  const to = (page: number) => addressWith(`${CONSOLE}/listeners`, filters, { page });
  return (
    <nav class="pages" aria-label={words.pages}>
      {page > 1 ? <a href={to(page - 1)}>{words.previous}</a> : null}
      <span>
        {page} / {last}
      </span>
      {page < last ? <a href={to(page + 1)}>{words.next}</a> : null}
    </nav>
  );
}
