import { wildcardFits } from "./wildcardFits.ts";

/** An account and a region: where a listener is. Nothing stands for home, where albflow is deployed. */
export interface Place {
  /** Sixteen digits. */
  accountId: string;
  region: string;
}

/**
 * Where an input wants something to be done: what it leaves out is home's. Undefined for home itself, so that everything that
 * is kept of home's listeners is as it was when there was only home.
 */
export function placeIn(input: unknown, home: Place): Place | undefined {
  const { region, account } = (input ?? {}) as { region?: unknown; account?: unknown };
  const place = {
    accountId: typeof account === "string" ? account : home.accountId,
    region: typeof region === "string" ? region : home.region,
  };
  return isHome(place, home) ? undefined : place;
}

/** Whether a place is where albflow is deployed. An account that nobody has told is taken for the own one. */
function isHome({ accountId, region }: Place, home: Place): boolean {
  return region === home.region && (accountId === home.accountId || home.accountId === "");
}

/** The name of a thing that is unique over all places, as grants write it: `lsn-1` at home, `<account>/<region>/lsn-1` elsewhere. */
export function nameAt(place: Place | undefined, name: string): string {
  return place === undefined ? name : `${place.accountId}/${place.region}/${name}`;
}

/** The two parts of such a name. */
export function readNameAt(text: string): { place: Place | undefined; name: string } {
  const [, accountId, region, name] = /^(\d{16})\/([a-z]{2}-[a-z0-9-]+)\/(.*)$/s.exec(text) ?? [];
  if (accountId === undefined || region === undefined || name === undefined) return { place: undefined, name: text };
  return { place: { accountId, region }, name };
}

/**
 * Whether a pattern with `*` is for things at a place: `lsn-*` is for home alone, however many accounts albflow operates later;
 * `<account>/<region>/lsn-*` for what fits all three. Undefined when it is not, else the pattern of the name.
 */
export function patternAt(pattern: string, place: Place | undefined, home: Place): string | undefined {
  const [accounts = "", regions = "", names] = pattern.split("/");
  if (names === undefined) return place === undefined ? pattern : undefined;
  const { accountId, region } = place ?? home;
  return wildcardFits(accounts, accountId) && wildcardFits(regions, region) ? names : undefined;
}

/** What a region is called where many places are told in one word each: its name in the own account, `<account>/<region>` in another. */
export function regionName({ account, region }: { account?: string | undefined; region: string }): string {
  return account === undefined ? region : `${account}/${region}`;
}

/** The account, where it is another one, and the region of such a name. */
export function readRegionName(name: string): { account?: string; region: string } {
  const end = name.indexOf("/");
  return end < 0 ? { region: name } : { account: name.slice(0, end), region: name.slice(end + 1) };
}

/** Where albflow is deployed, as Function Compute tells it in each function's environment (functionCompute.md §5). */
export function homeIn({ FC_ACCOUNT_ID: accountId = "", FC_REGION: region = "" }: NodeJS.ProcessEnv): Place {
  return { accountId, region };
}
