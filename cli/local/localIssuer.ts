import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";

/** An issuer of tokens for one local cloud. Its key lets nobody in elsewhere. */
export interface LocalIssuer {
  /** What the API must know to believe its tokens. */
  environment: Record<string, string>;
  /** A token for somebody; `now` is the cloud's time. */
  token(options: { name: string; grants: string[]; now: number; days?: number }): Promise<string>;
}

/** A key for an issuer, as PEM. */
export function makeIssuerKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
}

/** An issuer with this key: tokens are good as long as it has the same. */
export function makeLocalIssuer(keyPem: string = makeIssuerKey()): LocalIssuer {
  const privateKey = createPrivateKey(keyPem);
  const publicKey = createPublicKey(privateKey);
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
