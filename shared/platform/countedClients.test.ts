import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { countedClients } from "./countedClients.ts";
import type { Session } from "./session.ts";

test("calls that the cloud turned away as too many are counted where they were made, also while others are made at the same time", async () => {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const Code = request.url?.includes("Name=too-many") === true ? "Throttling.User" : "NameRepeat";
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ Code, Message: "no", RequestId: "r" }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const session: Session = {
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { cas: `127.0.0.1:${(server.address() as AddressInfo).port}` },
  };
  const [one, other] = [countedClients(session), countedClients(session)];
  // Uploads are never repeated: each is one call.
  const upload = ({ clients }: typeof one, Name: string) =>
    clients.cas
      .call("UploadUserCertificate", { Name, Cert: "c", Key: "k" })
      .catch(({ kind }: { kind: string }) => kind);
  const kinds = await Promise.all([
    upload(one, "too-many"),
    upload(other, "too-many"),
    upload(one, "too-many"),
    upload(other, "taken"),
  ]);
  expect(kinds.filter((kind) => kind === "Throttled")).toHaveLength(3);
  expect([one.calls(), one.throttled(), other.calls(), other.throttled()]).toEqual([2, 2, 2, 1]);
  server.close();
});
