import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { type KeyPair, ROOT_KEY } from "../../local/ram/ram.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { folderUnusable } from "../folderUnusable.ts";
import { makeIssuerKey } from "./localIssuer.ts";

/** What must be the same after a restart, and what nobody else may know. */
interface KeptSecrets {
  /** Of the issuer of tokens, as PEM: who is signed in stays so. */
  issuerKey: string;
  /** The account's own key pair. */
  rootKey: KeyPair;
}

/**
 * The secrets of a local cloud: from `secrets.json` in its data folder, which is readable for its owner alone and made when
 * it is not there; without a folder, for this process only. A pair of keys is made when `randomKeys` asks for one.
 *
 * Throws `AlbflowError` Failed when the file is damaged or the folder cannot be used.
 */
export function keptSecrets(data: string | undefined, randomKeys: boolean): KeptSecrets {
  const path = data === undefined ? undefined : join(data, "secrets.json");
  const kept = path === undefined ? undefined : read(path);
  const issuerKey = kept?.issuerKey ?? makeIssuerKey();
  const rootKey = randomKeys ? (kept?.rootKey ?? makeKeyPair()) : kept?.rootKey;
  if (path !== undefined && (kept?.issuerKey === undefined || kept.rootKey !== rootKey)) {
    write(path, { issuerKey, ...(rootKey === undefined ? {} : { rootKey }) });
  }
  return { issuerKey, rootKey: randomKeys && rootKey !== undefined ? rootKey : ROOT_KEY };
}

const secrets = z.object({
  issuerKey: z.string(),
  rootKey: z.object({ accessKeyId: z.string().min(1), accessKeySecret: z.string().min(1) }).optional(),
});

/** Alibaba Cloud's own key ids begin with LTAI, too. */
function makeKeyPair(): KeyPair {
  return {
    accessKeyId: `LTAI${randomBytes(12).toString("hex")}`,
    accessKeySecret: randomBytes(24).toString("base64url"),
  };
}

function read(path: string): z.output<typeof secrets> | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw folderUnusable(dirname(path), "--data", error);
  }
  try {
    return secrets.parse(JSON.parse(text));
  } catch (cause) {
    // What is wrong with it is not told: it might be a secret.
    throw new AlbflowError("Failed", reason("local-keys-unreadable", { file: path }), { cause });
  }
}

function write(path: string, value: z.input<typeof secrets>) {
  const beside = `${path}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(beside, `${JSON.stringify(value)}\n`, { mode: 0o600 });
    renameSync(beside, path);
  } catch (error) {
    throw folderUnusable(dirname(path), "--data", error);
  }
}
