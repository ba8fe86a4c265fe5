import type { NoticeKind } from "../notice.ts";
import type { SaidNotice } from "../saidNotice.ts";
import { renderMarkdown } from "./markdown.ts";

/** A notice as a card of Lark (Feishu): a coloured head, the text, and the link as a button. */
export function renderLarkCard(notice: SaidNotice): object {
  const text = renderMarkdown(notice, { maxBytes: 15_000, escaped: true, tables: false, title: false, link: false });
  const { link } = notice;
  return {
    config: { wide_screen_mode: true },
    header: { title: { tag: "plain_text", content: notice.title }, template: COLOURS[notice.kind] },
    elements: [
      { tag: "div", text: { tag: "lark_md", content: text } },
      ...(link === undefined
        ? []
        : [
            {
              tag: "action",
              actions: [
                { tag: "button", type: "primary", text: { tag: "plain_text", content: link.label }, url: link.url },
              ],
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
