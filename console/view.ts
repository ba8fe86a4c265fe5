import type { Identity } from "../shared/features/api/authentication/identity.ts";
import type { ApiClient } from "./apiClient.ts";
import type { Html } from "./jsx/runtime.ts";
import type { Language } from "./words/language.ts";

/** One address of the console and what is shown there. */
export interface View {
  method: "GET" | "POST";
  /** Below `/console`, as Hono writes paths: `/listeners/:id`. */
  path: string;
  /** The entry of the navigation that it belongs to. */
  section?: Section;
  /** A piece of a page that is loaded later (`Deferred`): what goes wrong is told in its place. Without script it is a page. */
  isFragment?: boolean;
  /** Throws what its calls to the API throw: that is told in words. */
  answer: (call: PageCall) => Promise<Answer>;
}

/** The entries of the navigation. */
export const SECTIONS = ["now", "listeners", "certificates", "executions", "approvals"] as const;

export type Section = (typeof SECTIONS)[number];

/** A request for a view, by somebody who is signed in. */
export interface PageCall {
  identity: Identity;
  language: Language;
  /** What stands in the path, by its name there. */
  path: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** The fields of a form that was sent. */
  form: () => Promise<URLSearchParams>;
  /** A header by its name in small letters; empty when there is none. */
  header: (name: string) => string;
  /** The API, as whoever is signed in. */
  api: ApiClient;
  /** Milliseconds since 1970. */
  now: number;
  /** The regions that are offered to look at, the deployment's own first. */
  regions: string[];
  /** The accounts of which whoever is signed in may see anything, the deployment's own first. */
  accounts: string[];
  /** The deployment's. */
  ownAccount: string;
}

/** What a view shows: a page with a title, a piece of one with its title where it is a page of its own, another address, or anything else as it is. */
type Answer =
  | { title: string; page: Html; status?: number }
  | { fragment: Html; title?: string }
  | { redirect: string }
  | Response;

/** Where the console is, below the address of the API. */
export const CONSOLE = "/console";

/** Where an entry of the navigation leads. */
export function sectionAddress(section: Section): string {
  return section === "now" ? CONSOLE : `${CONSOLE}/${section}`;
}
