import { domainToASCII } from "node:url";
import type { AlidnsClient } from "../../../platform/clients/alidns.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";

/** A domain of the account in Alibaba Cloud DNS. */
export interface Zone {
  /** As its API names it, in Unicode where it has such letters. */
  domainName: string;
  /** As DNS has it. */
  punyCode: string;
}

/** All domains of the account. Throws `AlbflowError`. */
export async function listZones(alidns: AlidnsClient): Promise<Zone[]> {
  const zones: Zone[] = [];
  for (let PageNumber = 1; ; PageNumber += 1) {
    const page = await alidns.call("DescribeDomains", { PageNumber, PageSize: 100 });
    const rows = page.Domains?.Domain ?? [];
    for (const { DomainName = "", PunyCode = "" } of rows) {
      const punyCode = (PunyCode === "" ? domainToASCII(DomainName) : PunyCode).toLowerCase();
      if (DomainName !== "" && punyCode !== "") zones.push({ domainName: DomainName, punyCode });
    }
    if (rows.length === 0 || PageNumber * 100 >= (page.TotalCount ?? 0)) return zones;
  }
}

/** The longest domain that a name (punycode) is in. Throws `AlbflowError` Refused (`no-zone`) when there is none. */
export function zoneOf(name: string, wanted: string, zones: Zone[]): Zone {
  const [longest] = zones
    .filter(({ punyCode }) => name === punyCode || name.endsWith(`.${punyCode}`))
    .sort((one, other) => other.punyCode.length - one.punyCode.length);
  if (longest !== undefined) return longest;
  throw new AlbflowError("Refused", reason("no-zone", { name, wanted }), { code: "no-zone" });
}
