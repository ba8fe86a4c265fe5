import type { AlidnsClient } from "../../../platform/clients/alidns.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import type { PendingChallenge } from "./acmeServer.ts";
import type { ChallengeRecord } from "./challengeRecord.ts";
import type { NameServers } from "./nameServers.ts";
import { waitFor } from "./waitFor.ts";
import { listZones, type Zone, zoneOf } from "./zones.ts";

/** Where the records of some names stand. Found out before anything is ordered. */
export type ChallengePlaces = Map<string, Omit<ChallengeRecord, "value">>;

/**
 * Finds where the records of these names must stand. Throws `AlbflowError` Refused when no domain of the account holds
 * one of them.
 */
export async function findPlaces(
  alidns: AlidnsClient,
  nameServers: NameServers,
  names: string[],
  deadline: number,
): Promise<ChallengePlaces> {
  const zones = await waitFor({ what: "domains" }, deadline, () => listZones(alidns));
  const places: ChallengePlaces = new Map();
  for (const dnsName of new Set(names.map((name) => name.replace(/^\*\./, "")))) {
    const wanted = `_acme-challenge.${dnsName}`;
    // A domain that must not be written to may delegate this one name to another one (RFC 8555 §8.4 follows aliases).
    const [alias] = await waitFor(
      { what: "name-servers" },
      deadline,
      async () => [await nameServers.aliasOf(wanted)] as const,
    );
    const name = alias.toLowerCase();
    places.set(dnsName, placeIn(name, zoneOf(name, wanted, zones)));
  }
  return places;
}

function placeIn(name: string, { domainName, punyCode }: Zone): Omit<ChallengeRecord, "value"> {
  return {
    name,
    domain: domainName,
    zone: punyCode,
    label: name === punyCode ? "@" : name.slice(0, -punyCode.length - 1),
  };
}

/**
 * Puts the record of each challenge into its domain. `placed` grows as it goes, so that after a failure everything that
 * may be there can be removed.
 */
export async function placeRecords(
  alidns: AlidnsClient,
  places: ChallengePlaces,
  challenges: PendingChallenge[],
  placed: ChallengeRecord[],
  deadline: number,
): Promise<void> {
  for (const { dnsName, value } of challenges) {
    const at = places.get(dnsName);
    if (at === undefined) throw new AlbflowError("Failed", reason("acme-asks-other-name", { name: dnsName }));
    const record = { ...at, value };
    placed.push(record);
    await waitFor({ what: "dns-record", of: record.name }, deadline, () => place(alidns, record));
  }
}

/**
 * Removes records by name and value, so that one whose id was lost with an answer is found too. Never throws; the names
 * of those that stay are returned.
 */
export async function removeRecords(
  alidns: AlidnsClient,
  records: ChallengeRecord[],
  deadline: number,
): Promise<string[]> {
  const leftovers: string[] = [];
  for (const record of records) {
    await waitFor({ what: "dns-record-removal", of: record.name }, deadline, () => remove(alidns, record)).catch(() =>
      leftovers.push(record.name),
    );
  }
  return [...new Set(leftovers)];
}

async function place(alidns: AlidnsClient, { domain, label, value }: ChallengeRecord): Promise<true> {
  try {
    await alidns.call("AddDomainRecord", { DomainName: domain, RR: label, Type: "TXT", Value: value });
  } catch (error) {
    // Added by a call whose answer was lost.
    if (!(error instanceof AlbflowError) || error.code !== "DomainRecordDuplicate") throw error;
  }
  return true;
}

async function remove(alidns: AlidnsClient, { domain, label, value }: ChallengeRecord): Promise<true> {
  const found = await alidns.call("DescribeSubDomainRecords", {
    SubDomain: label === "@" ? domain : `${label}.${domain}`,
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
