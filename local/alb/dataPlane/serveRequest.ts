import type { ClientConnection } from "./connection.ts";
import type { ListenerTraffic, ServedListener } from "./contract.ts";
import { chooseDestination } from "./destination.ts";
import { answerError, type Exchange, type Response, sendAnswer, startAnswer } from "./exchange.ts";
import { beginExchange, endExchange } from "./exchangeLife.ts";
import { forward } from "./forward.ts";
import type { Plane } from "./plane.ts";
import { locationOf } from "./redirection.ts";
import { readClientCertificate } from "./requestFacts.ts";
import type { RequestAttributes, RequestRoute } from "./routes.ts";
import type { Upgrade } from "./upgrade.ts";

/** What a listener serves at the moment. */
export interface Site {
  readonly listener: ServedListener;
  readonly route: (facts: RequestAttributes) => RequestRoute;
}

/**
 * Answers one request as the listener is configured now: by a fixed response, a redirection, or a server.
 *
 * @param upgrade The client asks for a WebSocket, and `response` is only for the case that it does not get one.
 */
export function serveRequest(
  site: Site,
  plane: Plane,
  traffic: ListenerTraffic,
  connection: ClientConnection,
  request: Exchange["request"],
  response: Response,
  upgrade?: Upgrade,
) {
  const exchange = beginExchange(site.listener, plane, traffic, connection, request);
  (upgrade?.client ?? response).once("close", () => endExchange(exchange, plane, traffic));
  // A connection that breaks is told by `close`; without listeners its error would end the process.
  response.on("error", ignore);
  request.on("error", ignore);
  try {
    // ALB does not know TRACE (product documentation, "ALB status codes").
    if (request.method === "TRACE") answerError(exchange, response, 405);
    else if (exchange.target === "") answerError(exchange, response, 400);
    else act(site, plane, exchange, response, upgrade);
  } catch {
    // A target that cannot be written into a request line.
    answerError(exchange, response, 400);
  }
}

function ignore() {}

function act(
  { listener, route }: Site,
  plane: Plane,
  exchange: Exchange,
  response: Response,
  upgrade: Upgrade | undefined,
) {
  const facts = readClientCertificate(exchange);
  const chosen = route(facts);
  if (chosen.type === "FixedResponse") {
    return sendAnswer(exchange, response, chosen.httpCode, { type: chosen.contentType, text: chosen.content });
  }
  if (chosen.type === "Redirect") {
    const location = locationOf(chosen, facts, listener, (port) => plane.realPort(listener.loadBalancerId, port));
    startAnswer(exchange, response, chosen.httpCode, ["Location", location, "Content-Length", "0"]);
    return void response.end();
  }
  const destination = chooseDestination(chosen.serverGroupId, facts, plane);
  if (destination === undefined) answerError(exchange, response, 503);
  else forward(exchange, response, destination, plane.wireClock, upgrade);
}
