import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { wrongSetting } from "../../../platform/settings/readSetting.ts";
import { acmeError } from "./acmeError.ts";
import type { AcmeSettings } from "./acmeSettings.ts";
import { getJson } from "./getJson.ts";

/**
 * Asks for the directory of the ACME server (RFC 8555 §7.1.1). Throws `AlbflowError`: InvalidInput (`invalid-setting`) when
 * there is none at that address, Refused when the server's own certificate is not trusted, Transient when it does not answer.
 */
export async function checkDirectory({
  directoryUrl,
  trustedCaPem,
}: Pick<AcmeSettings, "directoryUrl" | "trustedCaPem">): Promise<void> {
  const answer = await getJson(directoryUrl, trustedCaPem).catch((raw: unknown) => {
    // What answers well, and not with JSON, is something else.
    if (raw instanceof SyntaxError) return { status: 200, data: undefined };
    throw acmeError("directory", raw);
  });
  if (answer.status >= 500 || answer.status === 429) {
    throw new AlbflowError("Transient", reason("acme-answered-status", { action: "directory", status: answer.status }));
  }
  const directory = (answer.data ?? {}) as Record<string, unknown>;
  const missing = ["newNonce", "newAccount", "newOrder"].filter((name) => typeof directory[name] !== "string");
  if (missing.length === 0) return;
  const expected = reason("expected-acme-directory", { status: answer.status });
  throw wrongSetting(reason("setting-invalid", { name: "ALBFLOW_ACME_DIRECTORY", value: directoryUrl, expected }));
}
