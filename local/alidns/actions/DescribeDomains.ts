import type { AlidnsAction } from "../call.ts";
import { dnsPage } from "../paging.ts";
import { punyCodeOf } from "../punyCode.ts";

interface Parameters {
  KeyWord?: string;
  SearchMode?: "LIKE" | "EXACT";
  PageNumber?: number;
  PageSize?: number;
  Starmark?: boolean;
}

/** Lists the domains of the account. */
export const describeDomains: AlidnsAction<Parameters> = (
  state,
  { KeyWord = "", SearchMode, Starmark = false, ...paging },
  call,
) => {
  const wanted = KeyWord.toLowerCase();
  // Nobody has put a star on any.
  const candidates = Starmark ? [] : [...state.domains.all()];
  const found = candidates.filter(({ DomainName }) =>
    SearchMode === "EXACT" && wanted !== "" ? DomainName === wanted : DomainName.includes(wanted),
  );
  const { shown, ...page } = dnsPage(found, paging);
  const Domain = shown.map(({ DomainName, DomainId, createdAt = 0 }) => ({
    DomainName,
    DomainId,
    PunyCode: punyCodeOf(DomainName),
    AliDomain: true,
    RecordCount: state.records.by("domain", DomainName).length,
    DnsServers: { DnsServer: [...call.dnsServers] },
    VersionCode: "mianfei",
    VersionName: "Alibaba Cloud DNS Free Edition",
    CreateTimestamp: createdAt,
    CreateTime: new Date(createdAt).toISOString().replace(/\.\d+Z$/, "Z"),
    GroupId: "",
    GroupName: "",
    Starmark: false,
    InstanceExpired: false,
    DomainLoggingSwitchStatus: "CLOSE",
    SlaveDnsStatus: "DISABLE",
    ResourceGroupId: "rg-local",
    Tags: { Tag: [] },
  }));
  return { ...page, Domains: { Domain } };
};
