/** A package as it is sent to Function Compute: these files, by their names, in a zip. */
export function packageZip(files: Record<string, string | Uint8Array>): Buffer;
