import type { CloudContext } from "../context.ts";
import type { Api } from "../rpc/api.ts";
import { createRpcService, type RpcService } from "../rpc/dispatch.ts";
import { errorsOf } from "../rpc/errorOf.ts";
import { newUuid } from "../rpc/ids.ts";
import { createStore } from "../rpc/store.ts";
import { combine } from "../snapshot.ts";
import { freeRecordId } from "./actions/AddDomainRecord.ts";
import table from "./api.json" with { type: "json" };
import { domainAround } from "./lookups.ts";
import { answerQuery, type Transport } from "./nameServer/answerQuery.ts";
import { domainNameOf, punyCodeOf } from "./punyCode.ts";
import { alidnsActions } from "./registry.ts";
import { type AlidnsRows, alidnsSchema } from "./rows.ts";

/** Alibaba Cloud DNS: its API of 2015-01-09 as a service, and what its name servers answer. */
export interface Alidns extends RpcService {
  /** Takes a domain in, in Unicode or punycode, with records when given. A domain that is there stays, and gets them. */
  putDomain(name: string, records?: GivenRecord[]): void;
  /** Where a name's CNAME records lead; undefined for a name in no domain of this account, whose servers nobody here can ask. */
  aliasesOf(name: string): string[] | undefined;
  /** The answer of a name server to one DNS message; undefined for bytes that are none. */
  answer(message: Buffer, transport: Transport): Buffer | undefined;
  exportState(): AlidnsExport;
  /** Replaces the state by an export. */
  importState(state: AlidnsExport): void;
}

/** A record as a seed gives it. */
interface GivenRecord {
  RR: string;
  Type: string;
  Value: string;
  /** Seconds; default 600. */
  TTL?: number | undefined;
  /** Of MX records. */
  Priority?: number | undefined;
}

/** The whole state as plain data. */
type AlidnsExport = { [Name in keyof AlidnsRows]: AlidnsRows[Name][] };

interface AlidnsOptions {
  /** Milliseconds until the name servers tell a new record; default 1,000. Nobody publishes the real time. */
  propagationMs?: number;
  /** What domains name as their servers; default those of the free edition. */
  dnsServers?: string[];
}

// The file is read as what it is documented to be; a test holds every row against the checker.
const alidnsApi = table as unknown as Api;

/** Starts Alibaba Cloud DNS. Its name servers listen only once `listenDns` is given it. */
export function createAlidns(context: CloudContext, options: AlidnsOptions = {}): Alidns {
  const { propagationMs = 1_000, dnsServers = ["dns1.hichina.com", "dns2.hichina.com"] } = options;
  const store = createStore<AlidnsRows>(
    alidnsSchema,
    () => context.clock.now(),
    () => {},
    (table, id, row) => context.keeper?.note(`alidns/${table}`, id, row),
  );
  const service = createRpcService(
    {
      service: "dns",
      product: "alidns",
      ramPrefix: "alidns",
      host: "alidns.aliyuncs.com",
      versions: [],
      api: alidnsApi,
      actions: alidnsActions,
      errorOf: errorsOf(alidnsApi, []),
      seed: { dnsServers, propagationMs, recordQuota: 10_000 },
      state: { current: () => store.tables, fork: () => store.fork(), asOf: (at) => store.asOf(at) },
      settle: () => undefined,
      resourceOf(state, _action, parameters) {
        const record = state.records.get(parameters.get("RecordId") ?? "");
        const name = parameters.get("DomainName") ?? record?.DomainName ?? parameters.get("SubDomain");
        const arn = `acs:alidns:*:${context.accountId}:domain/`;
        if (name === undefined) return { arn: `${arn}*` };
        const domain = domainAround(state, name)?.DomainName ?? name.slice(0, 253);
        return { arn: arn + domain, id: domain };
      },
      rateOf: () => undefined,
    },
    context,
  );
  const alidns: Alidns = {
    ...service,
    putDomain(name, records = []) {
      const DomainName = domainNameOf(name);
      if (store.tables.domains.get(DomainName) === undefined) {
        store.tables.domains.put({
          DomainName,
          DomainId: newUuid(context.random).toLowerCase(),
          createdAt: context.clock.now(),
        });
      }
      const now = context.clock.now();
      for (const { RR, Type, Value, TTL = 600, Priority } of records) {
        store.tables.records.put({
          RecordId: freeRecordId(store.tables, context.random),
          DomainName,
          RR: RR.toLowerCase(),
          Type,
          Value,
          TTL,
          ...(Priority === undefined ? {} : { Priority }),
          Line: "default",
          Status: "ENABLE",
          CreateTimestamp: now,
          UpdateTimestamp: now,
          servedFrom: now,
        });
      }
    },
    aliasesOf(name) {
      const domain = domainAround(store.tables, name);
      if (domain === undefined) return undefined;
      const labels = domain.DomainName.split(".").length;
      const own = punyCodeOf(name).split(".").slice(0, -labels).join(".");
      const RR = own === "" ? "@" : own;
      const records = [...store.tables.records.all()].filter(
        (record) => record.DomainName === domain.DomainName && record.Type === "CNAME" && record.RR === RR,
      );
      return records.map(({ Value }) => Value.replace(/\.$/, "").toLowerCase());
    },
    answer: (message, transport) =>
      answerQuery({ state: store.tables, now: context.clock.now(), dnsServers }, message, transport),
    exportState: () => store.exportRows(),
    snapshot: () => combine(store.snapshot(), service.snapshot()),
    importState: (state) => store.importRows(state),
  };
  return alidns;
}
