import { changeName, changeValue } from "../../core/messages/fieldNames.ts";
import type { Language } from "../../core/messages/message.ts";
import type { MessageMaker } from "../../core/messages/messagesIn.ts";
import { withMessages } from "../../core/messages/withMessages.ts";
import type { Change } from "../../core/resources/resource.ts";
import type { Notice, NoticeKind } from "./notice.ts";

/** A notice in the language of those who are told: what every channel makes its own form of. */
export interface SaidNotice {
  key: string;
  kind: NoticeKind;
  title: string;
  sentences: string[];
  changes: Change[];
  link?: { label: string; url: string };
  /** Buttons; none where nothing is to be decided. */
  actions: { label: string; url: string }[];
  /** Milliseconds since 1970. */
  at: number;
  language: Language;
  /** The notice as data, with a message beside each code, for programs. */
  data: object;
}

/** Says a notice; titles of chats hold 200 characters. */
export function saidNotice(notice: Notice, messages: MessageMaker): SaidNotice {
  const { key, kind, title, sentences, changes, link, actions = [], at } = notice;
  return {
    key,
    kind,
    title: messages.message(title).slice(0, 200),
    sentences: sentences.map((one) => messages.sentences(one)),
    changes: changes.map(({ field, before, after }) => {
      const asSaid = (value: unknown) =>
        typeof value === "string" ? changeValue(field, value, messages.language) : value;
      return { field: changeName(field, messages.language), before: asSaid(before), after: asSaid(after) };
    }),
    ...(link === undefined ? {} : { link: { label: messages.message(link.label), url: link.url } }),
    actions: actions.map(({ label, url }) => ({ label: messages.message(label), url })),
    at,
    language: messages.language,
    data: withMessages(notice, messages) as object,
  };
}
