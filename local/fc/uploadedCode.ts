import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, normalize, sep } from "node:path";
import { CloudError } from "../wire/cloudError.ts";
import { crc64 } from "./crc64.ts";
import { unzip } from "./unzip.ts";

/** Code that came over the API, a folder each. */
export interface UploadedCode {
  /**
   * Unpacks `{ zipFile: <base64> }`, or the object `{ ossBucketName, ossObjectName }`, into a new folder; undefined when there
   * is no code in a request. Rejects with `CloudError` InvalidArgument for an object that is not there and for what is no zip.
   */
  unpack(code: unknown): Promise<UnpackedCode | undefined>;
  close(): Promise<void>;
}

/** Where code lies, and what is told of it. */
interface UnpackedCode {
  folder: string;
  codeSize: number;
  codeChecksum: string;
}

/**
 * Makes the place for uploaded code: a folder that stays, or one for temporary files, whose content goes on closing.
 * `readObject` reads what was put into a bucket.
 */
export function createUploadedCode(
  lasting: string | undefined,
  readObject: (bucket: string, object: string) => Buffer,
): UploadedCode {
  const folders: string[] = [];
  return {
    async unpack(code) {
      if (code === undefined) return undefined;
      const { zipFile, ossBucketName, ossObjectName, checksum } = code as Record<string, unknown>;
      const isObject = typeof ossBucketName === "string" && typeof ossObjectName === "string";
      if (typeof zipFile !== "string" && !isObject) {
        throw new CloudError(400, "InvalidArgument", "code: zipFile, or ossBucketName and ossObjectName, is required.");
      }
      const archive =
        typeof zipFile === "string"
          ? Buffer.from(zipFile, "base64")
          : readObject(String(ossBucketName), String(ossObjectName));
      const codeChecksum = crc64(archive);
      if (typeof checksum === "string" && checksum !== "" && checksum !== codeChecksum) {
        throw new CloudError(400, "InvalidArgument", `code: the checksum is ${codeChecksum}, not ${checksum}.`);
      }
      if (lasting !== undefined) await mkdir(lasting, { recursive: true });
      const folder = await mkdtemp(join(lasting ?? tmpdir(), "albflow-fc-"));
      if (lasting === undefined) folders.push(folder);
      for (const { name, data } of entriesOf(archive)) {
        const file = join(folder, normalize(name));
        if (!file.startsWith(folder + sep))
          throw new CloudError(400, "InvalidArgument", `code: ${name} leads outside.`);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, data);
      }
      return { folder, codeSize: archive.length, codeChecksum };
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
    throw new CloudError(400, "InvalidArgument", "code: this is not a valid zip archive.");
  }
}
