import type { Clock } from "../../shared/platform/clock.ts";
import type { CloudContext } from "../context.ts";
import type { RamIdentity } from "../ram/contract.ts";
import type { Api } from "../rpc/api.ts";
import { createRpcService } from "../rpc/dispatch.ts";
import { errorsOf } from "../rpc/errorOf.ts";
import { newUuid } from "../rpc/ids.ts";
import { createStore } from "../rpc/store.ts";
import { combine, type Restore } from "../snapshot.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { WireService } from "../wire/exchange.ts";
import { checkPair, freeId } from "./actions/UploadUserCertificate.ts";
import table from "./api.json" with { type: "json" };
import { casAssumedErrors } from "./assumedErrors.ts";
import { certificateChain, searchedFacts } from "./certificateFacts.ts";
import { casActions } from "./registry.ts";
import { type CasRows, type CertificateRow, casSchema } from "./rows.ts";

/** A server certificate with its key, as ALB serves it. */
interface CasCertificate {
  /** With the suffix of the CAS site. */
  certificateId: string;
  /** Leaf first, then the chain. */
  certificatePem: string;
  privateKeyPem: string;
}

/** The certificate service: CAS 2020-04-07 and the CA certificates of 2020-06-30, on one port. */
export interface Cas extends WireService {
  /** Makes one call without HTTP or signature. Rejects with `CloudError`. */
  call(
    identity: RamIdentity,
    action: string,
    parameters: Record<string, unknown>,
    clock?: Clock,
  ): Promise<Record<string, unknown>>;
  /**
   * A certificate by its id, with suffix (`24664588-cn-hangzhou`) or bare (alb.md U6). Deleted ones only when asked
   * for: listeners that hold them serve them on (alb.md U23).
   */
  certificate(id: string, options?: { evenDeleted?: boolean }): CasCertificate | undefined;
  /** A CA certificate for mutual TLS by its identifier. */
  caCertificate(identifier: string): { certificatePem: string } | undefined;
  /**
   * Puts a certificate in without a call; answers its id with suffix. Throws an `Error` when it is no certificate, the
   * key is not its key, or the id is taken.
   */
  putCertificate(certificate: {
    name: string;
    certificatePem: string;
    privateKeyPem: string;
    certId?: number;
    source?: "upload" | "issued";
  }): string;
  /** Puts a CA certificate in; answers its identifier. Throws an `Error` when it is no certificate. */
  putCaCertificate(certificate: { name?: string; certificatePem: string; identifier?: string }): string;
  exportState(): CasExport;
  /** Replaces the state by an export. */
  importState(state: Partial<CasExport>): void;
  /** Remembers the whole state. */
  snapshot(): Restore;
  close(): Promise<void>;
}

/** CAS's whole state as plain data, private keys included. */
type CasExport = { [Name in keyof CasRows]: CasRows[Name][] };

interface CasOptions {
  /** The region of the CAS site; default by the cloud's region (alb.md §2.2). */
  site?: string;
  /** Default 1,000. */
  certificateQuota?: number;
  /** Enforces the published calls per second (alb.md §7.1); default true. */
  rateLimits?: boolean;
  /** Whether a listener holds the certificate of this id, with its suffix. */
  isBound?: (certificateId: string) => boolean;
  state?: Partial<CasExport>;
}

// The file is read as what it is documented to be; a test holds every row against the checker.
const casApi = table as unknown as Api;

/** Starts CAS. */
export function createCas(context: CloudContext, options: CasOptions = {}): Cas {
  const {
    site = casSiteOf(context.region),
    certificateQuota = 1_000,
    rateLimits = true,
    isBound = () => false,
  } = options;
  const store = createStore<CasRows>(
    casSchema,
    () => context.clock.now(),
    () => {},
    (table, id, row) => context.keeper?.note(`cas/${table}`, id, row),
  );
  const errorOf = errorsOf(casApi, casAssumedErrors);
  const service = createRpcService(
    {
      service: "cas",
      product: "cas",
      ramPrefix: "yundun-cert",
      host: "cas.aliyuncs.com",
      versions: [],
      api: casApi,
      actions: casActions,
      errorOf,
      seed: { site, certificateQuota, isBound },
      state: {
        current: () => store.tables,
        fork: () => store.fork(),
        asOf: (at) => store.asOf(at),
        usedTokens: () => store.tables.usedTokens,
      },
      settle: () => undefined,
      resourceOf(_state, _action, parameters) {
        const id = parameters.get("CertId") ?? parameters.get("Identifier") ?? parameters.get("Name");
        const arn = `acs:yundun-cert:${context.region}:${context.accountId}:*`;
        return id === undefined ? { arn } : { arn, id: id.slice(0, 128) };
      },
      rateOf(action) {
        const calls = rateLimits ? casApi.actions[action]?.callsPerSecond : undefined;
        return calls === undefined ? undefined : { calls, per: 1_000 };
      },
    },
    context,
  );

  const cas: Cas = {
    handle: (request) => service.handle(request),
    call: (...call) => service.call(...call),
    certificate(id, { evenDeleted = false } = {}) {
      const [, number, suffix] = /^(\d{1,16})(?:-(.+))?$/.exec(id) ?? [];
      const row = number === undefined ? undefined : store.tables.certificates.get(number);
      if (row === undefined || (suffix !== undefined && suffix !== site)) return undefined;
      if (row.Deleted === true && !evenDeleted) return undefined;
      return { certificateId: `${row.CertId}-${site}`, certificatePem: row.Cert, privateKeyPem: row.Key };
    },
    caCertificate(identifier) {
      const row = store.tables.caCertificates.get(identifier);
      return row === undefined ? undefined : { certificatePem: row.Cert };
    },
    putCertificate({ name, certificatePem: Cert, privateKeyPem: Key, certId, source = "upload" }) {
      checkPair(Cert, Key, { error: (code, ...blanks) => errorOf("UploadUserCertificate", code, ...blanks) });
      const CertId = certId ?? freeId(store.tables, context.random);
      if (store.tables.certificates.get(String(CertId)) !== undefined) {
        throw new CloudError(400, "NameRepeat", `There is a certificate ${CertId} already.`);
      }
      store.tables.certificates.put({
        CertId,
        Name: name,
        Cert,
        Key,
        ...searchedFacts(Cert),
        Source: source,
        ResourceGroupId: "rg-local",
        Tags: [],
      });
      return `${CertId}-${site}`;
    },
    putCaCertificate({ certificatePem: Cert, identifier, name }) {
      const [facts] = certificateChain(Cert);
      const Identifier = identifier ?? newUuid(context.random).toLowerCase();
      store.tables.caCertificates.put({
        Identifier,
        Cert,
        Name: name ?? facts.commonName,
        ExistPrivateKey: false,
        SourceType: "aliyun",
        Status: "ISSUE",
      });
      return Identifier;
    },
    exportState: () => store.exportRows(),
    importState: (state) => store.importRows({ ...state, certificates: state.certificates?.map(withFacts) ?? [] }),
    snapshot: () => combine(store.snapshot(), service.snapshot()),
    close: async () => service.close(),
  };
  if (options.state !== undefined) cas.importState(options.state);
  return cas;
}

/** A row as an earlier version kept it, too. */
function withFacts(row: CertificateRow): CertificateRow {
  return (row as Partial<CertificateRow>).Domains === undefined ? { ...row, ...searchedFacts(row.Cert) } : row;
}

/** The CAS site of a region: one for mainland China, one in Frankfurt, one for the rest (alb.md §2.2). */
export function casSiteOf(region: string): string {
  if (region === "eu-central-1") return region;
  return region.startsWith("cn-") && region !== "cn-hongkong" ? "cn-hangzhou" : "ap-southeast-1";
}
