import { openAlb } from "./clients/alb.ts";
import { openCas } from "./clients/cas.ts";
import { openCloudFlow } from "./clients/cloudFlow.ts";
import { openCms } from "./clients/cms.ts";
import { openInvocations } from "./clients/invocations.ts";
import { openLogs } from "./clients/logs.ts";
import type { Clients } from "./clients.ts";
import { AlbflowError } from "./errors.ts";
import { nameAt, type Place } from "./place.ts";
import type { Session } from "./session.ts";
import { forgetCredentials, sessionAt } from "./targetAccounts.ts";

/**
 * Clients that count what goes through them, at home and at other places, and how often the cloud turned it away as too much.
 * Each is opened when it is first used.
 */
export function countedClients(given: Session): {
  clients: Clients;
  calls: () => number;
  throttled: () => number;
} {
  let calls = 0;
  let throttled = 0;
  const session: Session = {
    ...given,
    onThrottled: () => {
      throttled += 1;
    },
  };
  const counted = <SdkClient extends object>(open: () => SdkClient): SdkClient => {
    let client: SdkClient | undefined;
    return new Proxy({} as SdkClient, {
      get(_, name) {
        client ??= open();
        const method = client[name as keyof SdkClient];
        if (typeof method !== "function") return method;
        return (...parameters: unknown[]) => {
          // Another site of the same product: what goes to it is counted, too.
          if (name === "at") return counted(() => method.apply(client, parameters));
          calls += 1;
          return method.apply(client, parameters);
        };
      },
    });
  };
  /** The same where the keys of another account have to be got first; every method of these clients is asynchronous. */
  const elsewhere = <SdkClient extends object>(place: Place, open: (there: Session) => SdkClient): SdkClient => {
    let opened: Promise<SdkClient> | undefined;
    const client = () => {
      opened ??= sessionAt(session, place, process.env).then(open);
      // What has failed may go another time.
      opened.catch(() => {
        opened = undefined;
      });
      return opened;
    };
    const through = (reach: () => Promise<SdkClient>): SdkClient =>
      new Proxy({} as SdkClient, {
        get: (_, name) =>
          // Whoever awaits a client gets it as it is.
          name === "then"
            ? undefined
            : name === "at"
              ? (...parameters: unknown[]) => through(async () => called(await reach(), name, parameters) as SdkClient)
              : async (...parameters: unknown[]) => {
                  const there = await reach();
                  calls += 1;
                  try {
                    return await called(there, name, parameters);
                  } catch (error) {
                    // The role was made anew, or its keys have ended: nothing was done with them.
                    if (!(error instanceof AlbflowError) || !REFUSED_KEYS.test(error.code ?? "")) throw error;
                    forgetCredentials(session, place);
                    opened = undefined;
                    return called(await reach(), name, parameters);
                  }
                },
      });
    return through(client);
  };
  const home: Omit<Clients, "at"> = {
    region: session.region,
    accountId: session.accountId,
    alb: counted(() => openAlb(session)),
    cas: counted(() => openCas(session)),
    log: counted(() => openLogs(session)),
    cms: counted(() => openCms(session)),
    cloudFlow: counted(() => openCloudFlow(session)),
    functions: counted(() => openInvocations(session)),
  };
  const places = new Map<string, Clients>();
  const at = (place: Place): Clients => {
    const key = nameAt(place, "");
    const there: Clients = places.get(key) ?? {
      ...home,
      accountId: place.accountId,
      region: place.region,
      at,
      alb: elsewhere(place, openAlb),
      cas: elsewhere(place, openCas),
      log: elsewhere(place, openLogs),
      cms: elsewhere(place, openCms),
    };
    places.set(key, there);
    return there;
  };
  return { clients: { ...home, at }, calls: () => calls, throttled: () => throttled };
}

/** Codes of keys that the cloud does not know, or knows no longer (real-cloud.md, wire.md §1). */
const REFUSED_KEYS = /^(?:InvalidAccessKeyId|InvalidSecurityToken|SecurityTokenExpired|Unauthorized$)/;

function called(client: object, name: string | symbol, parameters: unknown[]): unknown {
  return (client as Record<string | symbol, (...given: unknown[]) => unknown>)[name]?.(...parameters);
}
