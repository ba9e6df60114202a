/** The words known as methods: RFC 9110, WebDAV and its kin, and the protocols other clients speak. */

export function isKnownMethod(word: string): boolean {
  return known.has(word);
}

const known = new Set(
  `GET POST PUT DELETE PATCH HEAD OPTIONS CONNECT TRACE QUERY
  LOCK UNLOCK PROPFIND PROPPATCH COPY MOVE MKCOL MKCALENDAR ACL SEARCH
  CHECKOUT CHECKIN REPORT MERGE MKACTIVITY MKWORKSPACE VERSION-CONTROL BASELINE-CONTROL
  GRAPHQL WS WSS WEBSOCKET SSE EVENTSOURCE GRPC MQTT AMQP KAFKA`.split(/\s+/),
);
