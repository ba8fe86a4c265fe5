import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type SimulatedClock, simulatedClock } from "../../../../shared/platform/clock.ts";
import { ask } from "./http.ts";
import { anyCertificate, createRig, type Seed, tlsOf } from "./rig.ts";

const accessLog = { project: "alb-logs", logstore: "alb_access" };

describe("records of the data plane", () => {
  let clock: SimulatedClock;
  let rig: Seed;
  let drawn: number[];
  beforeEach(() => {
    clock = simulatedClock(Date.UTC(2026, 2, 1, 2, 3, 4));
    drawn = [];
    rig = createRig({ clock, random: () => drawn.shift() ?? 0.5 });
  });
  afterEach(() => rig.close());

  const written = async (records: number) => {
    await vi.waitFor(async () => {
      await clock.advance(500);
      expect(rig.records).toHaveLength(records);
    });
    return rig.records.map(({ record }) => record);
  };
  const hello = async () => {
    const backend = await rig.backend(
      (incoming, response) => void incoming.resume().on("end", () => response.end("hello")),
    );
    rig.group("sgp-1", [backend]);
    return backend;
  };

  it("tell of a request all that ALB's access log tells", async () => {
    const backend = await hello();
    const at = await rig.serve({ accessLog });
    await ask(at, {
      method: "POST",
      path: "/a?b=c",
      headers: {
        Host: "www.example.com:8080",
        Referer: "https://ref.test/",
        "User-Agent": "tester",
        "X-Forwarded-For": "9.9.9.9",
        "X-Real-IP": "8.8.8.8",
        "Content-Length": "4",
        Connection: "close",
      },
      body: "body",
    });
    const [record] = await written(1);
    expect(rig.records[0]?.topic).toBe("alb_layer7_access_log");
    expect(record).toEqual({
      app_lb_id: "alb-1",
      body_bytes_sent: "5",
      client_ip: "127.0.0.1",
      host: "www.example.com",
      http_host: "www.example.com:8080",
      http_referer: "https://ref.test/",
      http_user_agent: "tester",
      http_x_forwarded_for: "9.9.9.9",
      http_x_real_ip: "8.8.8.8",
      read_request_time: "0",
      request_length: "188",
      request_method: "POST",
      request_time: "0.000",
      request_traceid: expect.stringMatching(/^[0-9a-f]{32}$/),
      request_uri: "/a?b=c",
      scheme: "HTTP",
      server_protocol: "HTTP/1.1",
      slb_vport: "80",
      slb_xtrace: "-",
      ssl_cipher: "-",
      ssl_protocol: "-",
      status: "200",
      tcpinfo_rtt: "-",
      time: "2026-03-01T10:03:04+08:00",
      upstream_addr: `127.0.0.1:${backend.port}`,
      upstream_response_time: "0.000",
      upstream_status: "200",
      vip_addr: "127.0.7.1",
      write_response_time: "0",
      xtrace_type: "-",
    });
  });

  it("tell protocol and cipher of a TLS connection, and HTTP/2", async () => {
    await hello();
    const at = await rig.serve({ protocol: "HTTPS", http2: true, tls: tlsOf(await anyCertificate()), accessLog });
    const session = connectHttp2(`https://${at.address}:${at.port}`, { rejectUnauthorized: false });
    await text(session.request({ ":path": "/", ":authority": "h2.test" }));
    session.close();
    expect(await written(1)).toMatchObject([
      {
        scheme: "HTTPS",
        ssl_protocol: "TLSv1.3",
        ssl_cipher: "TLS_AES_128_GCM_SHA256",
        server_protocol: "HTTP/2.0",
        slb_vport: "443",
        http_host: "h2.test",
        request_uri: "/",
      },
    ]);
  });

  it("have `-` for a server that was not reached: 502 refused, 503 nobody there", async () => {
    const gone = await rig.backend(() => undefined);
    await gone.close();
    rig.group("sgp-1", [gone]);
    const at = await rig.serve({ accessLog });
    await ask(at);
    rig.group("sgp-1", []);
    await ask(at);
    expect(await written(2)).toMatchObject([
      { status: "502", upstream_status: "-", upstream_response_time: "-", upstream_addr: `127.0.0.1:${gone.port}` },
      { status: "503", upstream_status: "-", upstream_response_time: "-", upstream_addr: "-" },
    ]);
  });

  it("have 499 for a client that did not wait", async () => {
    const backend = await rig.backend(() => undefined);
    rig.group("sgp-1", [backend]);
    const at = await rig.serve({ accessLog });
    const client = connect(at.port, at.address);
    client.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    await vi.waitFor(() => expect(backend.requests).toHaveLength(1));
    client.destroy();
    expect(await written(1)).toMatchObject([{ status: "499", upstream_status: "-" }]);
    expect(rig.plane.traffic("lsn-1")?.responses).toEqual({ "2xx": 0, "3xx": 0, "4xx": 0, "5xx": 0 });
  });

  it("are written in batches, and what is left when the listener stops", async () => {
    await hello();
    const at = await rig.serve({ accessLog });
    await Promise.all(Array.from({ length: 40 }, () => ask(at)));
    expect(rig.batches).toEqual([]);
    await rig.plane.stop("lsn-1");
    expect(rig.batches).toEqual([40]);
  });

  it("are not written without an access log", async () => {
    await hello();
    await ask(await rig.serve());
    await rig.plane.stop("lsn-1");
    expect(rig.records).toEqual([]);
  });

  describe("of tracing", () => {
    it("a sampled request carries B3 fields to the server, its trace id to the log, and leaves a span", async () => {
      const backend = await hello();
      const at = await rig.serve({ accessLog, tracingSample: 100 });
      drawn = [0, 0.25, 0.5, 0.75, 0.1, 0.2, 0.0099];
      await ask(at, { path: "/shop?id=1" });
      const traceId = "000000004000000080000000c0000000";
      expect(backend.requests[0]?.headers).toMatchObject({
        "x-b3-traceid": traceId,
        "x-b3-spanid": "1999999933333333",
        "x-b3-sampled": "1",
      });
      const [access, span] = await written(2);
      expect([access?.slb_xtrace, access?.xtrace_type]).toEqual([traceId, "zipkin"]);
      expect(rig.records[1]?.topic).toBe("alb_span");
      expect(span).toMatchObject({
        traceID: traceId,
        spanID: "1999999933333333",
        parentSpanID: "",
        kind: "server",
        service: "alb",
        host: "alb-1",
        name: "GET /shop",
        start: "1772330584000000",
        duration: "0",
        statusCode: "OK",
      });
      expect(JSON.parse(span?.attribute ?? "")).toEqual({
        "http.status_code": "200",
        "http.method": "GET",
        "http.target": "/shop?id=1",
        "net.peer.address": `127.0.0.1:${backend.port}`,
        "alb.listener.id": "lsn-1",
        "alb.sampling.rate": "100",
      });
    });

    it("a request that is not sampled carries its trace id and no span", async () => {
      const backend = await hello();
      const at = await rig.serve({ accessLog, tracingSample: 100 });
      drawn = [0, 0, 0, 0, 0, 0, 0.01];
      await ask(at);
      expect(backend.requests[0]?.headers["x-b3-sampled"]).toBe("0");
      expect(await written(1)).toMatchObject([{ slb_xtrace: "-", xtrace_type: "-" }]);
    });

    it("samples the share that is asked for", async () => {
      await hello();
      const at = await rig.serve({ accessLog, tracingSample: 2_500 });
      for (let n = 0; n < 40; n += 1) {
        drawn = [0, 0, 0, 0, 0, 0, (n % 20) / 20];
        await ask(at);
      }
      await written(50);
      expect(rig.records.filter(({ topic }) => topic === "alb_span")).toHaveLength(10);
    });

    it.each([
      { decided: "1", spans: 1 },
      { decided: "0", spans: 0 },
    ])("goes on with a client's trace and its decision $decided", async ({ decided, spans }) => {
      const backend = await hello();
      const at = await rig.serve({ accessLog, tracingSample: 1 });
      const headers = { "X-B3-TraceId": "abc", "X-B3-SpanId": "def", "X-B3-Sampled": decided };
      await ask(at, { headers });
      const sent = backend.requests[0]?.headers;
      expect(sent).toMatchObject({ "x-b3-traceid": "abc", "x-b3-sampled": decided });
      expect(sent?.["x-b3-spanid"]).toBe("8000000080000000");
      const records = await written(1 + spans);
      expect(records[0]).toMatchObject({ slb_xtrace: decided === "1" ? "abc" : "-" });
      if (spans === 1) expect(records[1]).toMatchObject({ traceID: "abc", parentSpanID: "def" });
    });

    it("adds nothing when tracing is off", async () => {
      const backend = await hello();
      await ask(await rig.serve({ accessLog }));
      expect(Object.keys(backend.requests[0]?.headers ?? {}).filter((name) => name.startsWith("x-b3"))).toEqual([]);
      expect((await written(1))[0]).toMatchObject({ slb_xtrace: "-" });
    });
  });
});
