import type { Session } from "../session.ts";
import { openGenericClient } from "./genericClient.ts";
import { translate } from "./openApi.ts";

/** Reads the current value of a secret of KMS (API 2016-01-20, GetSecretValue). Throws `AlbflowError`. */
export async function secretValue(session: Session, SecretName: string): Promise<string> {
  try {
    const { body } = await openGenericClient(
      session,
      "kms",
    )({
      action: "GetSecretValue",
      version: "2016-01-20",
      style: "RPC",
      pathname: "/",
      reqBodyType: "formData",
      bodyType: "json",
      request: { query: { SecretName } },
      timeoutMs: TIMEOUT_MS,
    });
    return (body as { SecretData: string }).SecretData;
  } catch (raw) {
    throw translate("kms", "GetSecretValue", raw);
  }
}

const TIMEOUT_MS = 5_000;
