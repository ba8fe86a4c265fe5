import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";

/** An issuer of tokens for one local cloud. Its key lives as long as the process, and lets nobody in elsewhere. */
export interface LocalIssuer {
  /** What the API must know to believe its tokens. */
  environment: Record<string, string>;
  /** A token for somebody; `now` is the cloud's time. */
  token(options: { name: string; grants: string[]; now: number; days?: number }): Promise<string>;
}

/** Makes the key. */
export function makeLocalIssuer(): LocalIssuer {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const keys = [{ ...publicKey.export({ format: "jwk" }), alg: "ES256", use: "sig" }];
  return {
    environment: {
      ALBFLOW_TOKEN_ISSUER: ISSUER,
      ALBFLOW_TOKEN_AUDIENCE: AUDIENCE,
      ALBFLOW_TOKEN_JWKS: JSON.stringify({ keys }),
      ALBFLOW_TOKEN_ALGORITHMS: "ES256",
    },
    token({ name, grants, now, days = 7 }) {
      const issued = Math.floor(now / 1000);
      return new SignJWT({ roles: grants })
        .setProtectedHeader({ alg: "ES256", typ: "JWT" })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(name)
        .setIssuedAt(issued)
        .setExpirationTime(issued + days * 86_400)
        .sign(privateKey);
    },
  };
}

const ISSUER = "https://issuer.albflow.localhost";
const AUDIENCE = "albflow";
