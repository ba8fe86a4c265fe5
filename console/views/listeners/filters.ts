import type { ListedListener } from "../../../shared/features/inventory/listedListener.ts";
import type { Reason } from "../../../shared/platform/reasons/reason.ts";
import { urgency } from "../../components/DaysLeft.tsx";
import { homeOf, type Where } from "../../fleet.ts";
import type { PageCall } from "../../view.ts";

/** Which listeners are shown. Empty texts filter nothing. */
export interface Filters {
  /** An account, `all` of those that are offered, or the deployment's own. */
  account: string;
  /** A region, `all` of those that are offered, or the deployment's own. */
  region: string;
  instance: string;
  state: string;
  search: string;
  /** Only those that somebody should look at. */
  trouble: boolean;
  /** From 1. */
  page: number;
  /** Where the page begins, of all accounts at once; empty on the first. */
  cursor: string;
}

/** Rows of a page. */
export const ROWS_PER_PAGE = 100;

/** The filters that an address holds. */
export function filtersIn(query: URLSearchParams): Filters {
  const text = (name: string) => (query.get(name) ?? "").trim();
  return {
    account: text("account"),
    region: text("region"),
    instance: text("instance"),
    state: text("state"),
    search: text("q"),
    trouble: query.has("trouble"),
    page: Math.max(1, Math.trunc(Number(text("page"))) || 1),
    cursor: text("cursor"),
  };
}

/** The address of a list with these filters; what filters nothing is left out. */
export function addressWith(path: string, filters: Filters, change: Partial<Filters> = {}): string {
  const { account, region, instance, state, search, trouble, page, cursor } = { ...filters, ...change };
  const query = new URLSearchParams();
  const given = {
    account,
    region,
    instance,
    state,
    q: search,
    trouble: trouble ? "1" : "",
    page: page > 1 ? String(page) : "",
    cursor,
  };
  for (const [name, text] of Object.entries(given)) if (text !== "") query.set(name, text);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/**
 * The same for the list of listeners: of all accounts at once a page is read and no more, unless something is looked for in them that
 * nobody knows before.
 */
export function listedIn(call: Parameters<typeof whereIn>[0], filters: Filters): Where {
  const where = whereIn(call, filters);
  const { account, instance, state, search, trouble, cursor } = filters;
  const isSearch = trouble || [instance, state, search].some((text) => text !== "");
  return account !== "all" || isSearch ? where : { ...where, page: { limit: ROWS_PER_PAGE, cursor } };
}

/** Where the listeners are looked for that an address asks for: in all regions of other accounts unless it names some. */
export function whereIn(
  { accounts, ownAccount, regions }: Pick<PageCall, "accounts" | "ownAccount" | "regions">,
  { account, region, search = "" }: { account: string; region: string; search?: string },
): Where {
  if ((account === "all" || region === "all") && DOMAIN.test(search)) {
    const only = region === "" || region === "all" ? [] : [region];
    const named = account === "all" ? ["*"] : account === "" ? [ownAccount] : [account];
    return { accounts: named, regions: only, domain: search.toLowerCase() };
  }
  const home = homeOf({ accounts, ownAccount }).accounts;
  const chosen = account === "all" ? ["*"] : account === "" || account === ownAccount ? home : [account];
  if (region === "all") return { accounts: chosen, regions: chosen.length === 0 ? regions : [] };
  return { accounts: chosen, regions: region === "" ? [] : [region] };
}

/** What is looked for in everything is looked up in the index of domains, where it can be one. */
const DOMAIN = /^(?:\*\.)?(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u;

/** Those that fit. Whether something is wrong with certificates or servers is only known where these were read. */
export function fitting<Row extends ListedListener>(
  { listeners, index }: { listeners: Row[]; index?: unknown },
  filters: Filters,
): Row[] {
  // What the index has found fits by wildcards, too.
  const search = index === undefined ? filters.search.toLowerCase() : "";
  return listeners.filter((listener) => {
    const { loadBalancerId, loadBalancerName, listenerId, description, status, certificates } = listener;
    const words = [
      listenerId,
      description,
      loadBalancerId,
      loadBalancerName,
      ...certificates.flatMap(({ names }) => names),
    ];
    return (
      (filters.instance === "" || loadBalancerId === filters.instance) &&
      (filters.state === "" || status === filters.state) &&
      (search === "" || words.some((word) => word.toLowerCase().includes(search))) &&
      (!filters.trouble || isInTrouble(listener))
    );
  });
}

/** Whether somebody should look at it: it does not run, a certificate is near its end, servers are down. */
export function isInTrouble({ status, certificates, health, warnings }: ListedListener): boolean {
  return (
    status !== "Running" ||
    certificates.some((certificate) => urgency(certificate, isNearItsEnd(certificate.id, warnings)) !== "ok") ||
    (health !== undefined && health.down > 0)
  );
}

/** Whether a certificate is in the last part of its life, as the listener's warnings say. */
export function isNearItsEnd(id: string, warnings: Reason[]): boolean {
  return warnings.some(({ params }) => params.certificateId === id);
}
