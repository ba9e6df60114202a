/** Generated `.http` files for the benches. */

/** Names, headers, JSON bodies and a dozen variables: about 190 bytes a request. */
export function requestFile(requests: number): string {
  const lines = Array.from(
    { length: 12 },
    (_, index) => `@value${String(index)} = ${String(index)}`,
  );
  for (let index = 0; index < requests; index++) {
    lines.push(`### Request ${String(index)}`, `# @name request${String(index)}`);
    lines.push(`POST https://api.test/items/${String(index)}?page={{value${String(index % 12)}}}`);
    lines.push('Content-Type: application/json', 'Accept: application/json', '');
    lines.push(`{ "id": ${String(index)}, "name": "Ada", "ok": true }`, '');
  }
  return lines.join('\n');
}
