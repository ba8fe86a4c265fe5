import type { AlbCall } from "./call.ts";
import { type SystemTlsPolicy, versionsOfCipher } from "./systemSecurityPolicies.ts";

const MOST_VERSIONS = 4;
const MOST_CIPHERS = 32;

/** Every cipher must suit one of the versions, and TLS 1.3 needs a cipher of its own (alb.md §8). */
export function checkSecurityPolicy(
  { TLSVersions, Ciphers }: Omit<SystemTlsPolicy, "SecurityPolicyId">,
  call: AlbCall,
) {
  const suits = (cipher: string) => versionsOfCipher(cipher).some((version) => TLSVersions.includes(version));
  const tls13 = TLSVersions.includes("TLSv1.3");
  const serves13 = Ciphers.some((cipher) => versionsOfCipher(cipher).includes("TLSv1.3"));
  const tooMany = TLSVersions.length > MOST_VERSIONS || Ciphers.length > MOST_CIPHERS;
  if (tooMany || !Ciphers.every(suits) || (tls13 && !serves13)) throw call.error("InvalidParameter");
}
