import { Resolver } from "node:dns/promises";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import type { ChallengeRecord } from "./challengeRecord.ts";
import { waitFor } from "./waitFor.ts";

/** Names, asked where they are decided. Rejects with `AlbflowError` Transient when nobody answers. */
export interface NameServers {
  /** The name that another is an alias for; itself when it is none. */
  aliasOf(name: string): Promise<string>;
  /** The TXT values of a name at every server of its domain, by the server's address. */
  textsOf(name: string, zone: string): Promise<Map<string, string[]>>;
}

/** Opens them: those of each domain's own delegation, or the given ones (`host:port`) for every name. */
export function openNameServers(given?: string[]): NameServers {
  const general = () => resolverOf(given);
  return {
    async aliasOf(name) {
      let at = name;
      for (let hops = 0; hops < LONGEST_ALIAS_CHAIN; hops += 1) {
        const [next] = await absentAsEmpty({ record: "CNAME", name: at }, general().resolveCname(at));
        if (next === undefined) return at;
        at = next;
      }
      throw new AlbflowError("Refused", reason("aliases-endless", { name }));
    },
    async textsOf(name, zone) {
      const servers = given ?? (await addressesOf(zone, general()));
      const texts = servers.map(async (server): Promise<[string, string[]]> => {
        const chunks = await absentAsEmpty({ record: "TXT", name, server }, resolverOf([server]).resolveTxt(name));
        return [server, chunks.map((parts) => parts.join(""))];
      });
      return new Map(await Promise.all(texts));
    },
  };
}

/** Waits until every server of the authority tells every record: one that does not may be the one that is asked. */
export async function awaitServed(servers: NameServers, records: ChallengeRecord[], deadline: number): Promise<void> {
  await waitFor({ what: "dns-records-served" }, deadline, async () => {
    for (const { name, domain, zone, value } of records) {
      const reported = await servers.textsOf(name, zone);
      const silent = [...reported].filter(([, values]) => !values.includes(value)).map(([server]) => server);
      if (silent.length > 0) return { notYet: reason("record-not-served", { name, domain, servers: silent }) };
    }
    return true;
  });
}

const LONGEST_ALIAS_CHAIN = 8;

/** A new one each time: it must not remember that a name was not there. */
function resolverOf(servers: string[] | undefined): Resolver {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  return resolver;
}

async function addressesOf(domain: string, resolver: Resolver): Promise<string[]> {
  const names = await absentAsEmpty({ record: "NS", name: domain }, resolver.resolveNs(domain));
  const addresses = await Promise.all(
    names.map((name) => absentAsEmpty({ record: "A", name }, resolver.resolve4(name))),
  );
  if (addresses.flat().length === 0) {
    throw new AlbflowError("Transient", reason("name-servers-unknown", { domain }));
  }
  return addresses.flat();
}

/** No such name, no such record, and a server that does not keep the domain. */
const ABSENT = new Set(["ENODATA", "ENOTFOUND", "EREFUSED"]);

/** Which record is asked for; by default at the name servers that the machine uses. */
interface Asked {
  record: "CNAME" | "TXT" | "NS" | "A";
  name: string;
  server?: string;
}

async function absentAsEmpty<Row>({ record, name, server }: Asked, asking: Promise<Row[]>): Promise<Row[]> {
  try {
    return await asking;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (ABSENT.has(code ?? "")) return [];
    const asked = { record, name, server: server ?? null, error: code ?? null };
    throw new AlbflowError("Transient", reason("dns-unanswered", asked), { code });
  }
}
