import acme, { type Authorization, type Client, type Order } from "acme-client";
import { AlbflowError } from "../../../platform/errors.ts";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import { acmeError, acmeProblemText } from "./acmeError.ts";
import type { AcmeSettings } from "./acmeSettings.ts";
import { acmeTransport } from "./acmeTransport.ts";
import { checkDirectory } from "./checkDirectory.ts";
import { type AcmeCall, finishOrder, type IssuedPair } from "./finishOrder.ts";
import { waitFor } from "./waitFor.ts";

/** An ACME server, as one order needs it. Everything throws `AlbflowError`. */
export interface AcmeServer {
  /** Orders a certificate. `replaces` names the certificate that it succeeds, for servers that offer renewal information (RFC 9773 §5). */
  order(names: string[], replaces: string | undefined): Promise<PlacedOrder>;
  /**
   * Goes on with an order whose names are proven, or fetches what was issued for it. Throws `AlbflowError` when the server
   * no longer has it, or has given it up.
   */
  takeUp(names: string[], kept: { orderUrl: string; privateKeyPem: string }): Promise<IssuedPair>;
  /** Has the server look at the challenges. True when all names are proven, else which it is still looking at. */
  check(challenges: PendingChallenge[]): Promise<true | { notYet: Reason }>;
}

/** A name that is to be proven by a TXT record. */
export interface PendingChallenge {
  /** Without the star of a wildcard. */
  dnsName: string;
  /** What `_acme-challenge.<dnsName>` must say. */
  value: string;
  authorization: Authorization;
  /** Whether the server has been asked to look. */
  asked: boolean;
}

/** An order that the server has taken. */
interface PlacedOrder {
  /** The names that the server wants proven; those that it still believes are left out. */
  challenges(): Promise<PendingChallenge[]>;
  /** Where the server keeps it. */
  url: string;
  /** Fetches the certificate for this private key, leaf first. Only once the names are proven. */
  finish(privateKeyPem: string): Promise<IssuedPair>;
}

/** Opens an ACME server as the account of the settings, which is registered when it is new. */
export function openAcme(settings: AcmeSettings, deadline: number): AcmeServer {
  acmeTransport(settings);
  const client = new acme.Client({
    directoryUrl: settings.directoryUrl,
    accountKey: settings.accountKeyPem,
    ...(settings.externalAccountBinding === undefined
      ? {}
      : { externalAccountBinding: settings.externalAccountBinding }),
  });
  const call: AcmeCall = async (what, make) => {
    const [result] = await waitFor({ what: "acme-answer", of: what }, deadline, async () => {
      try {
        return [await make()];
      } catch (raw) {
        throw acmeError(what, raw);
      }
    });
    return result as never;
  };
  const openAccount = async () => {
    await call("directory", () => checkDirectory(settings));
    const contact = settings.contacts.map((address) => `mailto:${address}`);
    await call("newAccount", () => client.createAccount({ termsOfServiceAgreed: true, contact }));
  };
  const finish = (order: Pick<Order, "url">, names: string[], privateKeyPem: string) =>
    finishOrder(client, call, order, {
      names,
      privateKeyPem,
      preferredChain: settings.preferredChain,
      deadline,
    });

  return {
    async order(names, replaces) {
      await openAccount();
      const identifiers = names.map((value) => ({ type: "dns", value }));
      const place = (more: object) =>
        call("newOrder", () => client.createOrder({ identifiers, ...more } as Parameters<Client["createOrder"]>[0]));
      const placed = await (replaces === undefined
        ? place({})
        : place({ replaces }).catch((error: unknown) => {
            // An earlier order of ours has replaced it already, or the server has forgotten it.
            if (!(error instanceof AlbflowError) || !NOT_REPLACEABLE.has(error.code ?? "")) throw error;
            return place({});
          }));
      return {
        challenges: async () =>
          challengesIn(client, await call("authorizations", () => client.getAuthorizations(placed))),
        url: placed.url,
        finish: (privateKeyPem) => finish(placed, names, privateKeyPem),
      };
    },
    async takeUp(names, { orderUrl, privateKeyPem }) {
      await openAccount();
      return finish({ url: orderUrl }, names, privateKeyPem);
    },
    async check(challenges) {
      for (const challenge of challenges) {
        if (challenge.asked) continue;
        await call("challenge", () => client.completeChallenge(dnsChallengeOf(challenge.authorization)));
        challenge.asked = true;
      }
      const states = await call("authorizations", () =>
        client.getAuthorizations({ authorizations: challenges.map(({ authorization }) => authorization.url) } as Order),
      );
      const refused = states.find(({ status }) => status !== "pending" && status !== "valid");
      if (refused !== undefined) throw refusedName(refused);
      const waiting = states.filter(({ status }) => status === "pending").map(({ identifier }) => identifier.value);
      return waiting.length === 0 || { notYet: reason("acme-still-checking", { names: waiting }) };
    },
  };
}

const NOT_REPLACEABLE = new Set(["alreadyReplaced", "malformed"]);

async function challengesIn(client: Client, authorizations: Authorization[]): Promise<PendingChallenge[]> {
  const pending = authorizations.filter(({ status }) => status !== "valid");
  return Promise.all(
    pending.map(async (authorization) => ({
      dnsName: authorization.identifier.value,
      value: await client.getChallengeKeyAuthorization(dnsChallengeOf(authorization)),
      authorization,
      asked: false,
    })),
  );
}

function dnsChallengeOf(authorization: Authorization) {
  const challenge = authorization.challenges.find(({ type }) => type === "dns-01");
  if (challenge !== undefined) return challenge;
  throw new AlbflowError("Refused", reason("acme-no-dns-challenge", { name: authorization.identifier.value }));
}

function refusedName({ identifier, status, challenges }: Authorization): AlbflowError {
  const problem = challenges.find(({ error }) => error !== undefined)?.error as
    | { type?: string; detail?: string }
    | undefined;
  const cause =
    problem === undefined
      ? reason("acme-authorization-status", { status })
      : acmeError("authorizations", new Error(acmeProblemText(403, problem))).reason;
  return new AlbflowError("Refused", reason("acme-name-not-proven", { name: identifier.value, cause }), {
    code: problem?.type,
  });
}
