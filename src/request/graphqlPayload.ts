/** The JSON a GraphQL request carries: `{query, operationName, variables}`. */

/** Null when `variables` is no JSON object. */
export function graphqlPayload(query: string, variables: string): string | null {
  const operationName = /(?:^|[\s}])(?:query|mutation|subscription)\s+([_a-z]\w*)/i.exec(
    query,
  )?.[1];
  const head = JSON.stringify({ query, operationName });
  const written = variables.trim();
  if (written === '') return head;
  if (!isJsonObject(written)) return null;
  // As written: reading and writing numbers again could change them.
  return `${head.slice(0, -1)},"variables":${written}}`;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
