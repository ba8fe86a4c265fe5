import type { AlidnsDoor } from "../clients/alidns.ts";
import { AlbflowError } from "../errors.ts";
import type { PendingChallenge } from "./acmeServer.ts";
import type { NameServers } from "./nameServers.ts";
import { waitFor } from "./waitFor.ts";

/** A TXT record that proves a name. */
export interface ChallengeRecord {
  /** Where it stands: `_acme-challenge.<name>`, or what that is an alias for. */
  name: string;
  /** The domain in Alibaba Cloud DNS that holds it. */
  domain: string;
  value: string;
}

/**
 * Puts the record of each challenge into its domain. `placed` grows as it goes, so that after a failure everything that
 * may be there can be removed. Throws `AlbflowError` Refused when no domain of the account holds a name.
 */
export async function placeRecords(
  alidns: AlidnsDoor,
  nameServers: NameServers,
  challenges: PendingChallenge[],
  placed: ChallengeRecord[],
  deadline: number,
): Promise<void> {
  const domains = await listDomains(alidns);
  for (const { dnsName, value } of challenges) {
    const wanted = `_acme-challenge.${dnsName}`;
    // A domain that must not be written to may delegate this one name to another one (RFC 8555 §8.4 follows aliases).
    const name = await waitFor("the name servers", deadline, async () => [await nameServers.aliasOf(wanted)]);
    const record = { name: name[0] as string, domain: domainOf(name[0] as string, wanted, domains), value };
    placed.push(record);
    await waitFor(`the DNS record ${record.name}`, deadline, () => place(alidns, record));
  }
}

/**
 * Removes records by name and value, so that one whose id was lost with an answer is found too. Never throws; the names
 * of those that stay are returned.
 */
export async function removeRecords(
  alidns: AlidnsDoor,
  records: ChallengeRecord[],
  deadline: number,
): Promise<string[]> {
  const leftovers: string[] = [];
  for (const record of records) {
    await waitFor(`the removal of ${record.name}`, deadline, () => remove(alidns, record)).catch(() =>
      leftovers.push(record.name),
    );
  }
  return [...new Set(leftovers)];
}

async function place(alidns: AlidnsDoor, { name, domain, value }: ChallengeRecord): Promise<true> {
  const RR = name === domain ? "@" : name.slice(0, -domain.length - 1);
  try {
    await alidns.call("AddDomainRecord", { DomainName: domain, RR, Type: "TXT", Value: value });
  } catch (error) {
    // Added by a call whose answer was lost.
    if (!(error instanceof AlbflowError) || error.code !== "DomainRecordDuplicate") throw error;
  }
  return true;
}

async function remove(alidns: AlidnsDoor, { name, domain, value }: ChallengeRecord): Promise<true | string> {
  const found = await alidns.call("DescribeSubDomainRecords", {
    SubDomain: name,
    DomainName: domain,
    Type: "TXT",
    PageSize: 100,
  });
  const ours = (found.DomainRecords?.Record ?? []).filter(({ Value }) => Value === value);
  for (const { RecordId } of ours) {
    try {
      await alidns.call("DeleteDomainRecord", { RecordId: RecordId ?? "" });
    } catch (error) {
      // Gone already: the cloud says so as if it were somebody else's.
      if (!(error instanceof AlbflowError) || error.code !== "DomainRecordNotBelongToUser") throw error;
    }
  }
  return true;
}

async function listDomains(alidns: AlidnsDoor): Promise<string[]> {
  const domains: string[] = [];
  for (let PageNumber = 1; ; PageNumber += 1) {
    const page = await alidns.call("DescribeDomains", { PageNumber, PageSize: 100 });
    const rows = page.Domains?.Domain ?? [];
    domains.push(...rows.flatMap(({ DomainName }) => (DomainName === undefined ? [] : DomainName.toLowerCase())));
    if (rows.length === 0 || domains.length >= (page.TotalCount ?? 0)) return domains;
  }
}

/** The longest domain of the account that a name is in. */
function domainOf(name: string, wanted: string, domains: string[]): string {
  const [longest] = domains
    .filter((domain) => name === domain || name.endsWith(`.${domain}`))
    .sort((one, other) => other.length - one.length);
  if (longest !== undefined) return longest;
  throw new AlbflowError(
    "Refused",
    `No domain of this account in Alibaba Cloud DNS holds ${name}. Add the domain there, or make ${wanted} an alias ` +
      "(CNAME) for a name in a domain that is there.",
  );
}
