import { type Fleet, readFleet, readListeners, readWholeFleet } from "../../fleet.ts";
import { Later } from "../../page/Later.tsx";
import { CONSOLE, type PageCall, type View } from "../../view.ts";
import { wordsIn } from "../../words/words.ts";
import { FilterForm } from "./FilterForm.tsx";
import { addressWith, type Filters, filtersIn, fitting } from "./filters.ts";
import { ListenerTable, pageOf } from "./ListenerTable.tsx";
import { listenersWords } from "./words.ts";

/** All listeners: what ALB lists at once, certificates and health of those on the page a moment later. */
export const listenersViews: View[] = [
  {
    method: "GET",
    path: "/listeners",
    section: "listeners",
    async answer(call) {
      const { language, now } = call;
      const words = wordsIn(listenersWords, language);
      const filters = filtersIn(call.query);
      const fleet = await readFleet(call, regionsOf(call, filters));
      const table = <ListenerTable fleet={fleet} filters={filters} language={language} now={now} />;
      const page = (
        <>
          <h1>{words.title}</h1>
          <FilterForm fleet={fleet} filters={filters} regions={call.regions} language={language} />
          {fleet.isWhole ? (
            table
          ) : (
            <Later from={addressWith(`${CONSOLE}/listeners/rows`, filters)} language={language}>
              {filters.trouble ? <p class="card reading">{words.readingAll(fleet.listeners.length)}</p> : table}
            </Later>
          )}
        </>
      );
      return { title: words.title, page };
    },
  },
  {
    method: "GET",
    path: "/listeners/rows",
    isFragment: true,
    async answer(call) {
      const { language, now } = call;
      const filters = filtersIn(call.query);
      const { fleet, whole } = await everythingShown(call, filters);
      return {
        fragment: <ListenerTable fleet={fleet} whole={whole} filters={filters} language={language} now={now} />,
      };
    },
  },
];

/** Which of them are in trouble nobody knows before all are read; else it is enough to read those on the page. */
async function everythingShown(call: PageCall, filters: Filters): Promise<{ fleet: Fleet; whole: Fleet }> {
  const regions = regionsOf(call, filters);
  if (filters.trouble) {
    const fleet = await readWholeFleet(call, regions);
    return { fleet, whole: fleet };
  }
  const fleet = await readFleet(call, regions);
  if (fleet.isWhole) return { fleet, whole: fleet };
  const ids = pageOf(fitting(fleet.listeners, filters), filters).map(({ listenerId }) => listenerId);
  return { fleet, whole: await readListeners(call, regions, ids) };
}

function regionsOf({ regions }: PageCall, { region }: Filters): string[] {
  if (region === "all") return regions;
  return region === "" ? [] : [region];
}
