import type { AnyReason, ProblemKind, ReasonEntry, Widened } from "../../platform/reasons/define.ts";

/** The languages of messages. */
export const LANGUAGES = ["en", "zh"] as const;

export type Language = (typeof LANGUAGES)[number];

/** Words that several surfaces show, in both languages side by side. */
export type WordPair = readonly [en: string, zh: string];

/** The words of a table in a language; what the table lacks stays as it is. */
export function wordOf(table: Readonly<Record<string, WordPair>>, name: string, language: Language): string {
  return (Object.hasOwn(table, name) ? table[name] : undefined)?.[language === "en" ? 0 : 1] ?? name;
}

/** The first language of an Accept-Language header that there are messages in; English for any other. */
export function acceptedLanguage(accepted: string): Language {
  const preferred = accepted
    .split(",")
    .map((range) => {
      const [tag = "", quality = "q=1"] = range.trim().split(/\s*;\s*/);
      return { tag: tag.toLowerCase().split("-")[0], quality: Number(quality.replace("q=", "")) };
    })
    .sort((one, other) => other.quality - one.quality);
  return preferred.flatMap(({ tag }) => LANGUAGES.find((language) => language === tag) ?? [])[0] ?? "en";
}

/** Whether a code is the network's, like ECONNREFUSED or ReadTimeout, and not the cloud's. */
export function isOfNetwork(code: string | null): boolean {
  return code !== null && /^(?:E[A-Z_]+|\w*Timeout\w*)$/.test(code);
}

/** How parts of a message are written in a language. */
export interface Format {
  /** The message of another reason, without a full stop. */
  messageOf: (reason: AnyReason) => string;
  /** The next step of another reason, without a full stop. */
  next: (reason: AnyReason) => string;
  /** Values one after the other; of many the first ones and how many more there are. */
  list: (values: readonly unknown[], most?: number) => string;
  /** `1 listener`, `2 listeners`: the words are the language's own, the plural is left out where it has none. */
  count: (count: number, one: string, many?: string) => string;
  /** A time, from milliseconds since 1970 or RFC 3339, to the second. */
  time: (at: number | string) => string;
  /** A text as a whole sentence: with a full stop, unless somebody has ended it already. */
  sentence: (text: string) => string;
  /** Any value of JSON, as people write it. */
  value: (value: unknown) => string;
}

/** A text, or how it is made of parameters. */
export type Text<Params> = string | ((params: Params, format: Format) => string);

/** What is told of a reason: what is so, and what to do next. Neither ends with a full stop; whoever shows them sets it. */
export interface Message<Params> {
  message: Text<Params>;
  next?: Text<Params>;
}

/** The messages of a topic in one language: a code that is missing, or misuses a parameter, does not compile. */
export type Messages<Topic extends Record<string, ReasonEntry>> = {
  [Code in keyof Topic]: Topic[Code]["kind"] extends ProblemKind
    ? Required<Message<ParamsIn<Topic[Code]>>>
    : Text<ParamsIn<Topic[Code]>> | Message<ParamsIn<Topic[Code]>>;
};

type ParamsIn<Entry extends ReasonEntry> = {
  -readonly [Name in keyof Entry["params"]]: Widened<Entry["params"][Name]>;
};

/** Messages of some topics, as whoever shows them looks them up. */
export type Catalogue = Readonly<Record<string, Text<never> | Message<never>>>;
