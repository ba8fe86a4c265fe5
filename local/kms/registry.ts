import type { Action } from "../rpc/action.ts";
import { notEmulated } from "../wire/notEmulated.ts";
import type { KmsState, SecretRow } from "./rows.ts";

type KmsAction<Parameters> = Action<KmsState, Parameters, object>;

interface Given extends Unkept {
  SecretName: string;
  SecretData: string;
  VersionId: string;
}

/** What is not played: keys of one's own, secrets that rotate by themselves, policies, tags, former versions. */
interface Unkept {
  DKMSInstanceId?: string;
  DryRun?: string;
  EnableAutomaticRotation?: boolean;
  EncryptionKeyId?: string;
  ExtendedConfig?: string;
  Policy?: string;
  Recipient?: string;
  RotationInterval?: string;
  SecretDataType?: string;
  SecretType?: string;
  Tags?: string;
  VersionStages?: string;
}

/** To take one and forget it would be a lie. Throws `CloudError` NotEmulated. */
function refuseUnkept({
  SecretDataType = "text",
  SecretType = "Generic",
  EnableAutomaticRotation,
  DryRun,
  ...given
}: Unkept) {
  if (SecretDataType !== "text") throw notEmulated("kms", `a secret with SecretDataType ${SecretDataType}`);
  if (SecretType !== "Generic") throw notEmulated("kms", `a secret with SecretType ${SecretType}`);
  if (EnableAutomaticRotation === true) throw notEmulated("kms", "a secret with EnableAutomaticRotation");
  if (DryRun?.toLowerCase() === "true") throw notEmulated("kms", "a call with DryRun");
  const sent = UNKEPT.find((name) => given[name] !== undefined);
  if (sent !== undefined) throw notEmulated("kms", `a secret with ${sent}`);
}

const UNKEPT = [
  "DKMSInstanceId",
  "EncryptionKeyId",
  "ExtendedConfig",
  "Policy",
  "Recipient",
  "RotationInterval",
  "Tags",
  "VersionStages",
] as const;

const CURRENT = { VersionStage: ["ACSCurrent"] };

/** What KMS does with secrets that is played here, by its name on the wire. */
export const kmsActions: Readonly<Record<string, KmsAction<never>>> = {
  CreateSecret: ((state, { SecretName, SecretData, VersionId, ...unkept }, call) => {
    refuseUnkept(unkept);
    if (state.secrets.get(SecretName) !== undefined) throw call.error("Rejected.ResourceExist");
    state.secrets.put({ SecretName, SecretData, VersionId, CreateTimestamp: call.now });
    return { Arn: `acs:kms:secret/${SecretName}`, SecretName, VersionId, SecretType: "Generic" };
  }) satisfies KmsAction<Given>,
  PutSecretValue: ((state, { SecretName, SecretData, VersionId, ...unkept }, call) => {
    refuseUnkept(unkept);
    const { CreateTimestamp } = found(state, SecretName, call);
    state.secrets.put({ SecretName, SecretData, VersionId, CreateTimestamp });
    return { SecretName, VersionId, VersionStages: CURRENT };
  }) satisfies KmsAction<Given>,
  GetSecretValue: ((state, { SecretName, VersionStage, VersionId: wanted, ...unkept }, call) => {
    refuseUnkept(unkept);
    // Former versions are not kept here.
    if (VersionStage !== undefined && VersionStage !== "ACSCurrent") throw call.error("Forbidden.ResourceNotFound");
    const { SecretData, VersionId, CreateTimestamp } = found(state, SecretName, call);
    if (wanted !== undefined && wanted !== VersionId) throw call.error("Forbidden.ResourceNotFound");
    return {
      SecretName,
      SecretData,
      SecretDataType: "text",
      SecretType: "Generic",
      VersionId,
      VersionStages: CURRENT,
      CreateTime: new Date(CreateTimestamp).toISOString().replace(/\.\d+Z$/, "Z"),
    };
  }) satisfies KmsAction<{ SecretName: string; VersionStage?: string; VersionId?: string } & Unkept>,
};

function found(state: KmsState, name: string, call: Parameters<KmsAction<never>>[2]): SecretRow {
  const secret = state.secrets.get(name);
  if (secret === undefined) throw call.error("Forbidden.ResourceNotFound");
  return secret;
}
