import { Resolver } from "node:dns/promises";
import { AlbflowError } from "../../../platform/errors.ts";
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
        const [next] = await absentAsEmpty(`the alias of ${at}`, general().resolveCname(at));
        if (next === undefined) return at;
        at = next;
      }
      throw new AlbflowError("Refused", `The aliases of ${name} go round in a circle, or on for too long.`);
    },
    async textsOf(name, zone) {
      const servers = given ?? (await addressesOf(zone, general()));
      const texts = servers.map(async (server): Promise<[string, string[]]> => {
        const chunks = await absentAsEmpty(`${name} at ${server}`, resolverOf([server]).resolveTxt(name));
        return [server, chunks.map((parts) => parts.join(""))];
      });
      return new Map(await Promise.all(texts));
    },
  };
}

/** Waits until every server of the authority tells every record: one that does not may be the one that is asked. */
export async function awaitServed(servers: NameServers, records: ChallengeRecord[], deadline: number): Promise<void> {
  await waitFor("the DNS records at the domain's name servers", deadline, async () => {
    for (const { name, domain, zone, value } of records) {
      const reported = await servers.textsOf(name, zone);
      const silent = [...reported].filter(([, values]) => !values.includes(value)).map(([server]) => server);
      if (silent.length > 0) {
        return (
          `${name} is not yet told by ${silent.join(", ")}. If this stays so, ${domain} is kept in Alibaba Cloud DNS ` +
          "but delegated to somebody else's name servers."
        );
      }
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
  const names = await absentAsEmpty(`the name servers of ${domain}`, resolver.resolveNs(domain));
  const addresses = await Promise.all(names.map((name) => absentAsEmpty(name, resolver.resolve4(name))));
  if (addresses.flat().length === 0) {
    throw new AlbflowError("Transient", `No name servers are known for ${domain}. Is the domain delegated yet?`);
  }
  return addresses.flat();
}

/** No such name, no such record, and a server that does not keep the domain. */
const ABSENT = new Set(["ENODATA", "ENOTFOUND", "EREFUSED"]);

async function absentAsEmpty<Row>(what: string, asking: Promise<Row[]>): Promise<Row[]> {
  try {
    return await asking;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (ABSENT.has(code ?? "")) return [];
    throw new AlbflowError("Transient", `Nobody answers when asked for ${what}: ${code ?? "no answer"}.`, { code });
  }
}
