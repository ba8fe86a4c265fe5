import type { FileHandle } from "node:fs/promises";
import { vi } from "vitest";

/** A disk that has so much space left, in bytes; what does not fit is written in part and refused, as the system does it. */
interface FullDisk {
  left: number;
}

/**
 * What `node:fs/promises` is where the disk fills up: `vi.mock("node:fs/promises", (original) => onDisk(disk, original))`.
 * Only what is appended or written through an opened file counts; cutting a file gives nothing back.
 */
export async function onDisk(disk: FullDisk, original: () => Promise<unknown>): Promise<object> {
  const real = (await original()) as typeof import("node:fs/promises");
  const write = (handle: FileHandle) => async (data: string | Uint8Array) => {
    const bytes = Buffer.from(data as string);
    const fits = bytes.subarray(0, Math.max(0, disk.left));
    disk.left -= fits.length;
    await handle.appendFile(fits);
    if (fits.length < bytes.length) {
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    }
  };
  const open = vi.fn(async (...given: Parameters<typeof real.open>) => {
    const handle = await real.open(...given);
    return new Proxy(handle, {
      get(target, name) {
        if (name === "appendFile" || name === "writeFile") return write(target);
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
  });
  return { ...real, open };
}
