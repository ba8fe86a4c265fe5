import type { Place } from "../shared/platform/place.ts";
import { CONSOLE } from "./view.ts";

/** What an address of the console says of where something is, behind other parts of its query; nothing at home. */
export function andPlace(place: Place | undefined): string {
  return place === undefined ? "" : `&region=${place.region}&account=${place.accountId}`;
}

/** An address of the console that has no query yet, with the place. */
export function atPlace(address: string, place: Place | undefined): string {
  return place === undefined ? address : `${address}?${andPlace(place).slice(1)}`;
}

/** The console's page of a listener, as lists tell it. */
export function listenerAddress(one: { listenerId: string; region?: string; account?: string }): string {
  const query = new URLSearchParams(placeAsked((name) => one[name as "region" | "account"])).toString();
  return `${CONSOLE}/listeners/${one.listenerId}${query === "" ? "" : `?${query}`}`;
}

/** The place that a query or a form names, as the API is asked with it. */
export function placeAsked(get: (name: string) => string | null | undefined): { region?: string; account?: string } {
  const [region, account] = [get("region") ?? "", get("account") ?? ""];
  return { ...(region === "" ? {} : { region }), ...(account === "" ? {} : { account }) };
}
