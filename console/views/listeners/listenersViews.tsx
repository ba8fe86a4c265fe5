import { type ListedFleet, readFleet, readMore } from "../../fleet.ts";
import { Deferred } from "../../page/Deferred.tsx";
import { CONSOLE, type View } from "../../view.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { FilterForm } from "./FilterForm.tsx";
import { addressWith, type Filters, filtersIn, listedIn } from "./filters.ts";
import { ListenerTable, pageOf } from "./ListenerTable.tsx";
import { listenersWords } from "./listenersWords.ts";

/** All listeners: what ALB lists at once, certificates and health of those on the page a moment later. */
export const listenersViews: View[] = [
  {
    method: "GET",
    path: "/listeners",
    section: "listeners",
    async answer(call) {
      const { language, now, identity } = call;
      const words = wordsIn(listenersWords, language);
      const filters = filtersIn(call.query);
      const fleet = await readFleet(call, listedIn(call, filters));
      const table = <ListenerTable fleet={fleet} filters={filters} identity={identity} language={language} now={now} />;
      const page = (
        <>
          <div class="heading">
            <h1>{words.title}</h1>
            <a href={`${CONSOLE}/operations`}>{words.operations}</a>
          </div>
          <FilterForm
            fleet={fleet}
            filters={filters}
            regions={call.regions}
            accounts={call.accounts}
            language={language}
          />
          {unknownIn(fleet, filters).length === 0 ? (
            table
          ) : (
            <Deferred from={addressWith(`${CONSOLE}/listeners/rows`, filters)} language={language}>
              {table}
            </Deferred>
          )}
        </>
      );
      return { title: words.title, page };
    },
  },
  {
    method: "GET",
    path: "/listeners/rows",
    section: "listeners",
    isFragment: true,
    async answer(call) {
      const { language, now, identity } = call;
      const filters = filtersIn(call.query);
      const where = listedIn(call, filters);
      const listed = await readFleet(call, where);
      const fleet = await readMore(call, where, listed, unknownIn(listed, filters));
      const table = <ListenerTable fleet={fleet} filters={filters} identity={identity} language={language} now={now} />;
      // What ALB did not answer this time is asked for again when it may be.
      const fragment =
        unknownIn(fleet, filters).length === 0 ? (
          table
        ) : (
          <Deferred from={addressWith(`${CONSOLE}/listeners/rows`, filters)} language={language} after={AGAIN_SECONDS}>
            {table}
          </Deferred>
        );
      return { fragment };
    },
  },
];

/** ALB answers 200 calls a minute, and a step takes up to a hundred of them. */
const AGAIN_SECONDS = 35;

/** Those of whom more is to be read: the page's; for trouble all, as nobody knows before who is in it. */
function unknownIn(fleet: ListedFleet, filters: Filters): ListedFleet["listeners"] {
  const shown = filters.trouble ? fleet.listeners : pageOf(fleet, filters);
  return shown.filter(({ knownAt }) => knownAt === undefined);
}
