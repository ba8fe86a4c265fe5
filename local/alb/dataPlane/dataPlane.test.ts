import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRig, listenerOf, type Seed, tlsOf } from "../../../test/local/alb/dataPlane/rig.ts";
import { makeCertificate } from "../../../test/local/certificates.ts";

const run = promisify(execFile);
/** curl, with all that it prints. */
const curl = async (...args: string[]) => (await run("curl", ["--silent", "--max-time", "10", ...args])).stdout;

describe("a listener of the data plane", () => {
  let rig: Seed;
  beforeEach(() => {
    rig = createRig();
  });
  afterEach(() => rig.close());

  it("forwards HTTP to a server of its group", async () => {
    const backend = await rig.backend((_request, response) => void response.end("hello"));
    rig.group("sgp-1", [backend]);
    const { address, port } = await rig.serve();
    expect(await curl(`http://${address}:${port}/a/b?c=d`, "-H", "Host: www.example.com")).toBe("hello");
    expect(backend.requests[0]).toMatchObject({ method: "GET", url: "/a/b?c=d", headers: { host: "www.example.com" } });
  });

  it.each([
    { http2: false, expected: "hello 1.1" },
    { http2: true, expected: "hello 2" },
  ])("forwards HTTPS, with HTTP/2 $http2", async ({ http2, expected }) => {
    const certificate = await makeCertificate({ names: ["www.example.com"] });
    const backend = await rig.backend((_request, response) => void response.end("hello"));
    rig.group("sgp-1", [backend]);
    const { address, port } = await rig.serve({ protocol: "HTTPS", http2, tls: tlsOf(certificate) });
    const connect = [
      "--connect-to",
      `www.example.com:443:${address}:${port}`,
      "--insecure",
      "--write-out",
      " %{http_version}",
    ];
    expect(await curl("https://www.example.com/", ...connect)).toBe(expected);
    expect(backend.requests[0]?.headers.host).toBe("www.example.com");
  });

  it("refuses connections after a stop, and takes them again after a start", async () => {
    const backend = await rig.backend((_request, response) => void response.end("hello"));
    rig.group("sgp-1", [backend]);
    const { address, port } = await rig.serve();
    await rig.plane.stop("lsn-1");
    await expect(curl(`http://${address}:${port}/`)).rejects.toMatchObject({ code: 7 });
    expect(rig.plane.endpoint("lsn-1")).toBeUndefined();
    const again = await rig.serve(listenerOf());
    expect(await curl(`http://${again.address}:${again.port}/`)).toBe("hello");
  });
});
