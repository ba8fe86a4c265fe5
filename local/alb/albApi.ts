import type { Api } from "../rpc/api.ts";
import table from "./api.json" with { type: "json" };
import { corrected } from "./apiCorrections.ts";
import fromSdk from "./apiFromSdk.json" with { type: "json" };

// The files are read as what they are documented to be; a test holds every row against the checker.
const official = table as unknown as Api;
const supplement = fromSdk as unknown as Api;

/** ALB 2020-06-16: the official table, and beside it the actions that are only known from the npm SDK's models. */
export const albApi: Api = corrected({
  ...official,
  actions: { ...supplement.actions, ...official.actions },
});
