import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, normalize, sep } from "node:path";
import { CloudError } from "../wire/cloudError.ts";
import { unzip } from "./unzip.ts";

/** Code that came over the API, a folder each. */
export interface UploadedCode {
  /**
   * Unpacks `{ zipFile: <base64> }` into a new folder; undefined when there is no code in a request. Rejects with
   * `CloudError` InvalidArgument for code elsewhere (OSS) and for what is no zip.
   */
  unpack(code: unknown): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Makes the place for uploaded code: a folder that stays, or one for temporary files, whose content goes on closing. */
export function createUploadedCode(lasting: string | undefined): UploadedCode {
  const folders: string[] = [];
  return {
    async unpack(code) {
      if (code === undefined) return undefined;
      const { zipFile } = code as { zipFile?: unknown };
      if (typeof zipFile !== "string") {
        throw new CloudError(400, "InvalidArgument", "code: only zipFile (base64) is supported locally, not OSS.");
      }
      if (lasting !== undefined) await mkdir(lasting, { recursive: true });
      const folder = await mkdtemp(join(lasting ?? tmpdir(), "albflow-fc-"));
      if (lasting === undefined) folders.push(folder);
      for (const { name, data } of entriesOf(Buffer.from(zipFile, "base64"))) {
        const file = join(folder, normalize(name));
        if (!file.startsWith(folder + sep))
          throw new CloudError(400, "InvalidArgument", `code: ${name} leads outside.`);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, data);
      }
      return folder;
    },
    async close() {
      await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}

function entriesOf(archive: Buffer) {
  try {
    return unzip(archive);
  } catch {
    throw new CloudError(400, "InvalidArgument", "code: zipFile is not a valid zip archive.");
  }
}
