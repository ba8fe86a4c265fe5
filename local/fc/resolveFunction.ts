import { CloudError } from "../wire/cloudError.ts";
import { type FcState, type FunctionConfig, type FunctionRecord, LATEST } from "./state.ts";

/** A function at one of its versions. */
interface FoundFunction {
  record: FunctionRecord;
  config: FunctionConfig;
  /** As it was asked for. */
  qualifier: string;
  /** Empty for LATEST. */
  versionId: string;
  generation: number;
}

/** Throws `CloudError` FunctionNotFound. */
export function functionOf({ functions }: FcState, functionName: string): FunctionRecord {
  const record = functions.get(functionName);
  if (record === undefined) {
    throw new CloudError(404, "FunctionNotFound", `function '${functionName}' does not exist`);
  }
  return record;
}

/** What a name and a qualifier stand for. Throws `CloudError` FunctionNotFound or VersionNotFound. */
export function resolveFunction(state: FcState, functionName: string, qualifier = LATEST): FoundFunction {
  const record = functionOf(state, functionName);
  const wanted = qualifier === "" ? LATEST : qualifier;
  if (wanted === LATEST) {
    return { record, config: record.config, qualifier: wanted, versionId: "", generation: record.generation };
  }
  const alias = record.aliases.find(({ aliasName }) => aliasName === wanted);
  const version = record.versions.find(({ versionId }) => versionId === (alias?.versionId ?? wanted));
  if (version === undefined) {
    throw new CloudError(
      404,
      "VersionNotFound",
      `version or alias '${wanted}' of function '${functionName}' does not exist`,
    );
  }
  // What is published never changes.
  return { record, config: version.config, qualifier: wanted, versionId: version.versionId, generation: 0 };
}
