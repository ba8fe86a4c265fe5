import type { Action } from "../rpc/action.ts";
import type { KmsState, SecretRow } from "./rows.ts";

type KmsAction<Parameters> = Action<KmsState, Parameters, object>;

interface Given {
  SecretName: string;
  SecretData: string;
  VersionId: string;
}

/** What KMS does with secrets that is played here, by its name on the wire. */
export const kmsActions: Readonly<Record<string, KmsAction<never>>> = {
  CreateSecret: ((state, { SecretName, SecretData, VersionId }, call) => {
    if (state.secrets.get(SecretName) !== undefined) throw call.error("Rejected.ResourceExist");
    state.secrets.put({ SecretName, SecretData, VersionId, CreateTimestamp: call.now });
    return { Arn: `acs:kms:secret/${SecretName}`, SecretName, VersionId, SecretType: "Generic" };
  }) satisfies KmsAction<Given>,
  PutSecretValue: ((state, { SecretName, SecretData, VersionId }, call) => {
    const { CreateTimestamp } = found(state, SecretName, call);
    state.secrets.put({ SecretName, SecretData, VersionId, CreateTimestamp });
    return { SecretName, VersionId };
  }) satisfies KmsAction<Given>,
  GetSecretValue: ((state, { SecretName, VersionStage }, call) => {
    // Former versions are not kept here.
    if (VersionStage !== undefined && VersionStage !== "ACSCurrent") throw call.error("Forbidden.ResourceNotFound");
    const { SecretData, VersionId, CreateTimestamp } = found(state, SecretName, call);
    return {
      SecretName,
      SecretData,
      SecretDataType: "text",
      SecretType: "Generic",
      VersionId,
      CreateTime: new Date(CreateTimestamp).toISOString().replace(/\.\d+Z$/, "Z"),
    };
  }) satisfies KmsAction<{ SecretName: string; VersionStage?: string }>,
};

function found(state: KmsState, name: string, call: Parameters<KmsAction<never>>[2]): SecretRow {
  const secret = state.secrets.get(name);
  if (secret === undefined) throw call.error("Forbidden.ResourceNotFound");
  return secret;
}
