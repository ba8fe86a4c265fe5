import type { Recording } from "../recording.ts";

/** Every action of Key Management Service. */
export async function kmsScenario({ call }: Recording): Promise<void> {
  const SecretName = "fidelity";
  await call("kms", "CreateSecret", { SecretName, SecretData: "first", VersionId: "1", SecretType: "Generic" });
  await call("kms", "GetSecretValue", { SecretName });
  await call("kms", "PutSecretValue", { SecretName, SecretData: "second", VersionId: "2", SecretDataType: "text" });
  await call("kms", "GetSecretValue", { SecretName });
  await call("kms", "GetSecretValue", { SecretName, VersionStage: "ACSCurrent", VersionId: "2" });
}
