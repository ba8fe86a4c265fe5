import { domainAround } from "../lookups.ts";
import { punyCodeOf } from "../punyCode.ts";
import { type AlidnsState, type RecordRow, recordNameOf } from "../rows.ts";
import { type DnsAnswer, type Reported, readDnsQuery, writeAnswer, writeName } from "./dnsMessage.ts";
import { RECORD_TYPES, recordData } from "./recordData.ts";

/** What the name servers know. */
interface Zone {
  state: AlidnsState;
  /** Milliseconds since 1970: records that are too new are not told yet. */
  now: number;
  /** The names of the servers themselves. */
  dnsServers: readonly string[];
}

/** How a message came: over UDP an answer must be short. */
export type Transport = "udp" | "tcp";

/** Answers one DNS message; undefined for bytes that are no query. */
export function answerQuery(zone: Zone, message: Buffer, transport: Transport): Buffer | undefined {
  const query = readDnsQuery(message);
  if (query === undefined) return undefined;
  const answer: DnsAnswer =
    query.opcode === 0
      ? answerQuestion(zone, query.name, query.type)
      : { code: 4, authoritative: false, answers: [], authorities: [] };
  return writeAnswer(query, answer, transport === "tcp" ? 65_535 : Math.min(1_232, query.udpBytes ?? 512));
}

/** What is told about a name: follows aliases as long as they stay in domains that are kept here (RFC 1034 §4.3.2). */
function answerQuestion(zone: Zone, asked: string, type: number): DnsAnswer {
  const answers: Reported[] = [];
  let name = asked;
  for (let hops = 0; hops < LONGEST_ALIAS_CHAIN; hops += 1) {
    const row = domainAround(zone.state, name);
    const domain = punyCodeOf(row?.DomainName ?? "");
    if (row === undefined) {
      return { code: hops === 0 ? 5 : 0, authoritative: hops > 0, answers, authorities: [] };
    }
    const records = recordsAt(zone, name, row.DomainName);
    const authorities = [soaOf(domain, zone.dnsServers)];
    if (records === undefined) return { code: 3, authoritative: true, answers, authorities };
    const alias = records.find((record) => record.Type === "CNAME");
    if (alias === undefined || type === RECORD_TYPES.CNAME) {
      const reported = [...records.map((record) => reportedOf(record, name)), ...ofApex(zone, name, domain)];
      const matching = reported.filter((record) => record.type === type || type === ANY);
      answers.push(...matching);
      return { code: 0, authoritative: true, answers, authorities: matching.length === 0 ? authorities : [] };
    }
    answers.push(reportedOf(alias, name));
    name = punyCodeOf(alias.Value.replace(/\.$/, ""));
  }
  return { code: 0, authoritative: true, answers, authorities: [] };
}

const ANY = 255;
const LONGEST_ALIAS_CHAIN = 8;

/** The records of a name, those of a wildcard when it has none of its own; undefined when there is no such name. */
function recordsAt({ state, now }: Zone, name: string, domainName: string): RecordRow[] | undefined {
  const domain = punyCodeOf(domainName);
  const served = (at: string) =>
    state.records.by("name", at).filter((record) => record.Status === "ENABLE" && record.servedFrom <= now);
  const own = served(name);
  if (own.length > 0 || name === domain) return own;
  const below = state.records.by("domain", domainName).some((record) => recordNameOf(record).endsWith(`.${name}`));
  if (below) return [];
  for (let parent = name; parent !== domain; ) {
    parent = parent.slice(parent.indexOf(".") + 1);
    const wildcard = served(`*.${parent}`);
    if (wildcard.length > 0) return wildcard;
  }
  return undefined;
}

function reportedOf(record: RecordRow, name: string): Reported {
  return { name, type: RECORD_TYPES[record.Type] ?? 0, ttl: record.TTL, data: recordData(record) };
}

function ofApex({ dnsServers }: Zone, name: string, domain: string): Reported[] {
  if (name !== domain) return [];
  const servers = dnsServers.map((server) => ({ name, type: 2, ttl: 86_400, data: writeName(server) }));
  return [...servers, soaOf(domain, dnsServers)];
}

function soaOf(domain: string, [first = "dns1.hichina.com"]: readonly string[]): Reported {
  const numbers = Buffer.alloc(20);
  for (const [index, value] of [1, 3_600, 1_200, 86_400, 1].entries()) numbers.writeUInt32BE(value, index * 4);
  return {
    name: domain,
    type: 6,
    ttl: 1,
    data: Buffer.concat([writeName(first), writeName("hostmaster.hichina.com"), numbers]),
  };
}
