import { X509Certificate } from "node:crypto";
import { request as requestPlainly } from "node:http";
import { request as requestSecurely } from "node:https";
import type { TLSSocket } from "node:tls";
import type { LocalCloud } from "../../local/cloud.ts";

/** What one client got who connected to a listener: a witness who shares no code with the product. */
export interface Seen {
  /** The place where it connected: an instance's id and a port, for a listener's own id may be another by then. */
  place: string;
  /** The name that it asked for; empty for none. */
  name: string;
  /** What it showed of itself: nothing, a certificate of the CA that the books let in, or one of somebody else. */
  shows: "nothing" | "its certificate" | "an outsider's certificate";
  /** Fingerprint of the certificate that it was shown; empty when it was shown none. */
  shown: string;
  /** Fingerprints of the certificates of which, by ALB's books, it must be shown one; empty where none is due. */
  due: string[];
  /** Status and text of the answer to its request, or the code of the error that it got instead. */
  answer: string;
  /** Whether the books let it be answered at all: somebody who shows no certificate is not, where one is asked for. */
  isLetIn: boolean;
}

/**
 * Connects to every listener that ALB's books tell of, for every name of its certificates and for none; where a certificate
 * is asked for, without one, with one of the CA that is let in, and with one that is of another.
 */
export async function seenByClients(cloud: Pick<LocalCloud, "alb" | "cas" | "dataPlane">): Promise<Seen[]> {
  const { listeners } = cloud.alb.exportState();
  const { certificates, caCertificates } = cloud.cas.exportState();
  // The local cloud opens no socket for QUIC.
  const visits = listeners
    .filter(({ ListenerProtocol }) => ListenerProtocol !== "QUIC")
    .flatMap((listener) => {
      const held = [...listener.Certificates, ...listener.AdditionalCertificates].flatMap(({ CertificateId }) => {
        const found = cloud.cas.certificate(CertificateId, { evenDeleted: true });
        return found === undefined ? [] : [parseCertificate(found.certificatePem)];
      });
      const names = ["", ...new Set(held.flatMap((one) => one.names.map((name) => name.replace(/^\*/, "probe"))))];
      const at = cloud.dataPlane.endpoint(listener.ListenerId);
      const isOpen = listener.ListenerStatus !== "Stopped";
      const letIn = caCertificates.filter(({ Identifier }) =>
        listener.CaCertificates.some(({ CertificateId }) => CertificateId === Identifier),
      );
      const shown =
        listener.CaEnabled !== true
          ? []
          : certificates.map(({ Cert, Key }) => ({
              cert: Cert,
              key: Key,
              isTheirs: letIn.some((ca) => isIssued(Cert, ca.Cert)),
            }));
      const visitors = [undefined, shown.find(({ isTheirs }) => isTheirs), shown.find(({ isTheirs }) => !isTheirs)];
      return visitors
        .filter((one, index) => index === 0 || one !== undefined)
        .flatMap((visitor) =>
          names.map(async (name): Promise<Seen> => {
            const fitting = held.filter((one) => one.names.some((own) => fits(own, name)));
            const isLetIn = isOpen && (listener.CaEnabled !== true || visitor?.isTheirs === true);
            const due = fitting.length > 0 ? fitting : held.slice(0, 1);
            const got = at === undefined ? CLOSED : await ask(at, held.length > 0, name, visitor);
            return {
              place: `${listener.LoadBalancerId}:${listener.ListenerPort}`,
              name,
              shows:
                visitor === undefined ? "nothing" : visitor.isTheirs ? "its certificate" : "an outsider's certificate",
              ...got,
              // Who is not let in need not be shown anything.
              due: isLetIn ? due.map(({ fingerprint }) => fingerprint) : [],
              isLetIn,
            };
          }),
        );
    });
  return Promise.all(visits);
}

const CLOSED = { shown: "", answer: "closed" };

/** What a client would say against books that are said to be verified; one sentence each. */
export function contradictions(seen: readonly Seen[]): string[] {
  return seen.flatMap((one) => {
    const { shown, due, answer, isLetIn } = one;
    const who = whoIs(one);
    const isAnswered = /^\d{3}/.test(answer);
    return [
      ...(due.length > 0 && !due.includes(shown)
        ? [`${who} is shown the certificate ${shown || "of nobody"}, where ${due.join(" or ")} is due`]
        : []),
      ...(isLetIn && !isAnswered ? [`${who} gets no answer: ${answer}`] : []),
      ...(!isLetIn && isAnswered ? [`${who} is let in with ${answer}, and should not be`] : []),
    ];
  });
}

/** Where two clients who connected at different times got different answers; one sentence each. */
export function otherAnswers(expected: readonly Seen[], seen: readonly Seen[]): string[] {
  const answers = new Map(seen.map((one) => [whoIs(one), one.answer]));
  return expected.flatMap((one) => {
    const now = answers.get(whoIs(one)) ?? "no listener there";
    return now === one.answer ? [] : [`${whoIs(one)} gets ${now} instead of ${one.answer}`];
  });
}

function whoIs({ place, name, shows }: Seen): string {
  return `who asks ${place} for ${name === "" ? "no name" : name} and shows ${shows}`;
}

function ask(
  at: { address: string; port: number },
  isSecure: boolean,
  name: string,
  visitor?: { cert: string; key: string },
) {
  return new Promise<{ shown: string; answer: string }>((resolve) => {
    let shown = "";
    const options = { host: at.address, port: at.port, path: "/", agent: false, timeout: GIVEN_UP_MS };
    const request = isSecure
      ? requestSecurely({ ...options, ...visitor, rejectUnauthorized: false, servername: name })
      : requestPlainly(options);
    request.on("socket", (socket) =>
      socket.once("secureConnect", () => {
        shown = fingerprintOf((socket as TLSSocket).getPeerCertificate().raw);
      }),
    );
    request.once("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("end", () =>
        resolve({ shown, answer: `${response.statusCode} ${Buffer.concat(chunks).toString()}`.trim() }),
      );
    });
    request.once("timeout", () => request.destroy(Object.assign(new Error("silence"), { code: "silence" })));
    request.once("error", ({ code = "" }: NodeJS.ErrnoException) => resolve({ shown, answer: code }));
    request.end();
  });
}

/** Nothing on this machine takes so long. */
const GIVEN_UP_MS = 10_000;

interface Facts {
  names: string[];
  fingerprint: string;
}

const known = new Map<string, Facts>();

function parseCertificate(pem: string): Facts {
  const facts = known.get(pem) ?? read(pem);
  known.set(pem, facts);
  return facts;
}

function read(pem: string): Facts {
  const { subjectAltName = "", fingerprint256 } = new X509Certificate(pem);
  const names = subjectAltName.split(", ").flatMap((entry) => /^DNS:(.+)$/.exec(entry)?.[1]?.toLowerCase() ?? []);
  return { names, fingerprint: fingerprint256 };
}

function fingerprintOf(der: Buffer | undefined): string {
  return der === undefined ? "" : new X509Certificate(der).fingerprint256;
}

function isIssued(pem: string, byPem: string): boolean {
  return new X509Certificate(pem).checkIssued(new X509Certificate(byPem));
}

function fits(own: string, name: string): boolean {
  return own === name || (own.startsWith("*.") && own.slice(1) === name.slice(name.indexOf(".")));
}
