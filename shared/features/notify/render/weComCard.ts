import type { SaidNotice } from "../saidNotice.ts";

/**
 * The buttons of a notice as a card of WeCom: a group robot has them only as links of a text card, which holds so little that
 * the notice itself comes before it.
 */
export function renderWeComCard({ title, sentences, link, actions }: SaidNotice): object {
  const [first] = actions;
  return {
    msgtype: "template_card",
    template_card: {
      card_type: "text_notice",
      source: { desc: "albflow" },
      main_title: { title },
      sub_title_text: (sentences[0] ?? "").slice(0, MOST_OF_SUBTITLE),
      jump_list: actions.map(({ label, url }) => ({ type: 1, title: label, url })),
      // A touch of the card itself decides nothing.
      card_action: { type: 1, url: link?.url ?? first?.url ?? "" },
    },
  };
}

/** Characters that WeCom takes below the title. */
const MOST_OF_SUBTITLE = 112;
