import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { wildcardFits } from "../../platform/wildcardFits.ts";
import type { ListedListener } from "./listedListener.ts";

/**
 * Which listeners a text like `tag:team=shop,name=shop-*,region=cn-hangzhou` selects: all of its parts must fit; `*` stands for
 * any text. Throws `AlbflowError` InvalidInput for what is no selector.
 */
export function selectorIn(text: string): (row: ListedListener, homeAccount: string) => boolean {
  const parts = text.split(",").map((part) => {
    const [, field = "", pattern = ""] = /^\s*([a-z]+|tag:[^=]+)=(.+?)\s*$/.exec(part) ?? [];
    const valueIn = field.startsWith("tag:") ? tagReader(field.slice("tag:".length)) : FIELDS[field];
    if (valueIn === undefined)
      throw new AlbflowError("InvalidInput", reason("selector-invalid", { part: part.trim() }));
    return { valueIn, pattern };
  });
  return (row, homeAccount) =>
    parts.every(({ valueIn, pattern }) => {
      const value = valueIn(row, homeAccount);
      return value !== undefined && wildcardFits(pattern, value);
    });
}

type Reader = (row: ListedListener, homeAccount: string) => string | undefined;

const FIELDS: Record<string, Reader> = {
  name: ({ description }) => description,
  id: ({ listenerId }) => listenerId,
  instance: ({ loadBalancerId }) => loadBalancerId,
  region: ({ region }) => region,
  account: ({ account }, homeAccount) => account ?? homeAccount,
  protocol: ({ protocol }) => protocol,
  port: ({ port }) => String(port),
};

const tagReader =
  (key: string): Reader =>
  ({ tags = {} }) =>
    tags[key];
