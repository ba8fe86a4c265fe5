import type { AlidnsAction } from "../call.ts";
import { domainAround, domainOf } from "../lookups.ts";
import { dnsPage } from "../paging.ts";
import { punyCodeOf } from "../punyCode.ts";
import { recordView } from "../recordView.ts";

interface Parameters {
  SubDomain: string;
  DomainName?: string;
  Type?: string;
  Line?: string;
  PageNumber?: number;
  PageSize?: number;
}

/** Lists the records of one whole name. */
export const describeSubDomainRecords: AlidnsAction<Parameters> = (state, parameters, call) => {
  const { SubDomain, DomainName, Type, Line } = parameters;
  const domain = DomainName === undefined ? domainAround(state, SubDomain) : domainOf(state, DomainName, call);
  if (domain === undefined) throw call.error("InvalidDomainName.NoExist", SubDomain);
  const found = state.records
    .by("name", punyCodeOf(SubDomain))
    .filter((record) => record.DomainName === domain.DomainName)
    .filter((record) => Type === undefined || record.Type === Type.toUpperCase())
    .filter((record) => Line === undefined || record.Line === Line);
  const { shown, ...page } = dnsPage(found, parameters);
  return { ...page, DomainRecords: { Record: shown.map(recordView) } };
};
