import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { wildcardFits } from "../../platform/wildcardFits.ts";
import type { ListedCertificate, ListedListener } from "./listedListener.ts";

/** Which listeners a text selects, and which of their certificates. */
interface Selector {
  /** Whether all parts fit that are about listeners. */
  isMeant: (row: ListedListener, homeAccount: string) => boolean;
  /** Whether all parts fit that are about certificates; each fits where there are none. */
  isMeantCertificate: (certificate: Pick<ListedCertificate, "id" | "names" | "daysLeft">) => boolean;
  /** Whether a part is about certificates, so that these have to be read. */
  asksCertificates: boolean;
}

/**
 * What a text like `tag:team=shop,name=shop-*,expires=30d` selects: all of its parts must fit; `*` stands for any text. Throws
 * `AlbflowError` InvalidInput for what is no selector.
 */
export function selectorIn(text: string): Selector {
  const listenerParts: ((row: ListedListener, homeAccount: string) => boolean)[] = [];
  const certificateParts: Selector["isMeantCertificate"][] = [];
  for (const part of text.split(",")) {
    const [, field = "", pattern = ""] = /^\s*([a-z]+|tag:[^=]+)=(.+?)\s*$/.exec(part) ?? [];
    const certificateTest = CERTIFICATE_FIELDS[field]?.(pattern);
    const valueIn = field.startsWith("tag:") ? tagReader(field.slice("tag:".length)) : FIELDS[field];
    if (certificateTest !== undefined) certificateParts.push(certificateTest);
    else if (valueIn === undefined)
      throw new AlbflowError("InvalidInput", reason("selector-invalid", { part: part.trim() }));
    else
      listenerParts.push((row, homeAccount) => {
        const value = valueIn(row, homeAccount);
        return value !== undefined && wildcardFits(pattern, value);
      });
  }
  return {
    isMeant: (row, homeAccount) => listenerParts.every((fits) => fits(row, homeAccount)),
    isMeantCertificate: (certificate) => certificateParts.every((fits) => fits(certificate)),
    asksCertificates: certificateParts.length > 0,
  };
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

/** What a part about certificates asks of one; undefined where its pattern is none. */
const CERTIFICATE_FIELDS: Record<string, (pattern: string) => Selector["isMeantCertificate"] | undefined> = {
  certificate:
    (pattern) =>
    ({ id }) =>
      wildcardFits(pattern, id),
  domain:
    (pattern) =>
    ({ names }) =>
      names.some((name) => wildcardFits(pattern, name)),
  expires: (pattern) => {
    const [, days] = /^(\d{1,4})d?$/.exec(pattern) ?? [];
    return days === undefined ? undefined : ({ daysLeft }) => daysLeft !== null && daysLeft <= Number(days);
  },
};

const tagReader =
  (key: string): Reader =>
  ({ tags = {} }) =>
    tags[key];
