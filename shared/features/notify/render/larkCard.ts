import type { NoticeKind } from "../notice.ts";
import type { SaidNotice } from "../saidNotice.ts";
import { renderMarkdown } from "./markdown.ts";

/** A notice as a card of Lark (Feishu): a coloured head, the text, and the link as a button. */
export function renderLarkCard(notice: SaidNotice): object {
  const text = renderMarkdown(notice, { maxBytes: 15_000, escaped: true, tables: false, title: false, link: false });
  const { link } = notice;
  // Where something is to be decided, each decision has a button of its own.
  const buttons = notice.actions.length > 0 ? notice.actions : link === undefined ? [] : [link];
  return {
    config: { wide_screen_mode: true },
    header: { title: { tag: "plain_text", content: notice.title }, template: COLOURS[notice.kind] },
    elements: [
      { tag: "div", text: { tag: "lark_md", content: text } },
      ...(buttons.length === 0
        ? []
        : [
            {
              tag: "action",
              actions: buttons.map(({ label, url }, position) => ({
                tag: "button",
                type: position === 0 ? "primary" : "danger",
                text: { tag: "plain_text", content: label },
                url,
              })),
            },
          ]),
    ],
  };
}

const COLOURS: Record<NoticeKind, string> = {
  change: "blue",
  failure: "red",
  recovery: "green",
  approval: "orange",
  notRenewable: "orange",
  escalation: "red",
  audit: "grey",
};
