/** The methods that are offered, the usual ones first. */
export const methodNames: readonly string[] =
  `GET POST PUT PATCH DELETE HEAD OPTIONS QUERY TRACE GRAPHQL
  PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK REPORT SEARCH`.split(/\s+/);
