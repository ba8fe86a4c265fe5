import { listenerStates } from "../../../shared/core/messages/listenerStates.ts";
import type { ListedFleet } from "../../fleet.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import type { Filters } from "./filters.ts";
import { listenersWords } from "./listenersWords.ts";

/** What is shown, as a form that is sent when something in it changes. */
export function FilterForm(props: {
  fleet: ListedFleet;
  filters: Filters;
  regions: string[];
  accounts: string[];
  language: Language;
}) {
  const { fleet, filters, regions, accounts, language } = props;
  const words = wordsIn(listenersWords, language);
  const instances = new Map(
    fleet.listeners.map(({ loadBalancerId, loadBalancerName }) => [loadBalancerId, loadBalancerName || loadBalancerId]),
  );
  const instanceOptions = [...instances].sort(([, one], [, other]) => one.localeCompare(other));
  const states = wordsIn(listenerStates, language);
  return (
    <search>
      <form class="filters" method="get" action={`${CONSOLE}/listeners`} data-send-on-change>
        <div class="field">
          <label for="q">{words.search}</label>
          <input id="q" name="q" type="search" value={filters.search} placeholder={words.searchHint} />
        </div>
        {accounts.length > 1 ? (
          <Choice
            name="account"
            label={words.account}
            chosen={filters.account === "" ? (accounts[0] ?? "") : filters.account}
            options={[...accounts.map((account) => [account, account] as const), ["all", words.allAccounts]]}
          />
        ) : null}
        <Choice
          name="region"
          label={words.region}
          chosen={filters.region === "" && filters.account === "" ? (regions[0] ?? "") : filters.region}
          options={[
            ...(filters.account === "" ? [] : [["", words.anyRegion] as const]),
            ...regions.map((region) => [region, region] as const),
            ...[...new Set(fleet.listeners.map(({ region }) => region))]
              .filter((region) => !regions.includes(region))
              .map((region) => [region, region] as const),
            ...(regions.length > 1 ? [["all", words.allRegions] as const] : []),
          ]}
        />
        <Choice
          name="instance"
          label={words.instance}
          chosen={filters.instance}
          options={[["", words.allInstances], ...instanceOptions]}
        />
        <Choice
          name="state"
          label={words.state}
          chosen={filters.state}
          options={[["", words.anyState], ...Object.entries(states)]}
        />
        <label class="check">
          <input type="checkbox" name="trouble" value="1" checked={filters.trouble} />
          {words.trouble}
        </label>
        <button type="submit">{words.filter}</button>
      </form>
    </search>
  );
}

function Choice(props: { name: string; label: string; chosen: string; options: (readonly [string, string])[] }) {
  const { name, label, chosen, options } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {options.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
