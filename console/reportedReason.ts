import type { Reason } from "../shared/platform/reasons/reason.ts";

/** A reason as the API tells it: with its message, and the next step where there is one, in the language of the page. */
export interface ReportedReason extends Reason {
  message: string;
  next?: string;
}

/** Message and next step as whole sentences, one after the other. */
export function sentencesOf({ message, next = "" }: ReportedReason): string {
  const isChinese = /[\u4e00-\u9fff]/.test(message);
  const ended = (text: string) => (/[.!?。！？…]$/.test(text) ? text : `${text}${isChinese ? "。" : "."}`);
  return [message, next]
    .filter((text) => text !== "")
    .map(ended)
    .join(isChinese ? "" : " ");
}
