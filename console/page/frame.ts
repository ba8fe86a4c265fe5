import type { Identity } from "../../shared/features/api/authentication/identity.ts";
import type { Section } from "../view.ts";
import type { Language } from "../words/language.ts";

/** What stands around the content of a page. */
export interface PageFrame {
  language: Language;
  section: Section | undefined;
  /** Undefined while nobody is signed in. */
  identity: Identity | undefined;
  /** Path and query of the page. */
  address: string;
  /** The language that the address asks for, which is remembered. */
  asked: string | null;
  requestId: string;
}
