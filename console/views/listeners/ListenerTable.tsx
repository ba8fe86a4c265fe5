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
  const rows = pageOf(fleet, filters);
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
          {words.count(found.length, countIn(fleet))}
          {fleet.accounts.length > 1 ? (
            <span class="sub">
              {fleet.accounts.map(({ account, listeners }) => words.accountCounts(account, listeners)).join(" · ")}
              <CountedAt fleet={fleet} now={now} language={language} />
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
      <Pages filters={filters} count={found.length} nextCursor={fleet.nextCursor} language={language} />
    </div>
  );
}

/** How many listeners there are, where only a page of them was read, too. */
function countIn({ listeners, accounts, nextCursor }: ListedFleet): number {
  if (nextCursor === undefined) return listeners.length;
  return Math.max(
    listeners.length,
    accounts.reduce((sum, one) => sum + one.listeners, 0),
  );
}

/** When a round of renewal has counted what this page did not read. */
function CountedAt({ fleet, now, language }: { fleet: ListedFleet; now: number; language: Language }) {
  const at = fleet.accounts.find(({ countedAt }) => countedAt !== undefined)?.countedAt;
  if (at === undefined) return null;
  return (
    <>
      {" · "}
      {wordsIn(listenersWords, language).counted} <Ago at={at} now={now} language={language} />
    </>
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
export function pageOf(fleet: ListedFleet, filters: Filters): ListedFleet["listeners"] {
  const found = fitting(fleet, filters);
  if (fleet.nextCursor !== undefined) return found;
  return found.slice((filters.page - 1) * ROWS_PER_PAGE, filters.page * ROWS_PER_PAGE);
}

function Pages(props: { filters: Filters; count: number; nextCursor: string | null | undefined; language: Language }) {
  const { filters, count, nextCursor, language } = props;
  const words = wordsIn(listenersWords, language);
  if (nextCursor !== undefined) {
    const to = (cursor: string) => addressWith(`${CONSOLE}/listeners`, filters, { cursor });
    return filters.cursor === "" && nextCursor === null ? null : (
      <nav class="pages" aria-label={words.pages}>
        {filters.cursor === "" ? null : <a href={to("")}>{words.first}</a>}
        {nextCursor === null ? null : <a href={to(nextCursor)}>{words.next}</a>}
      </nav>
    );
  }
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
