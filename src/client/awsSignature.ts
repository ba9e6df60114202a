/** AWS Signature Version 4, made when a request is sent, for it holds for minutes only. */
import type {
  AwsSigning,
  HeaderField,
  RequestBody,
  ResolvedRequest,
} from '../request/resolvedRequest.ts';

/** The headers of the request with the signature and all that is signed along with it. */
export async function awsSigned(
  request: ResolvedRequest,
  signing: AwsSigning,
): Promise<readonly HeaderField[]> {
  // Few requests are signed.
  const { default: aws4 } = await import('aws4');
  const { accessKeyId, secretAccessKey, sessionToken, region, service } = signing;
  const { headers: signed = {} } = aws4.sign(
    {
      method: request.method,
      path: request.path,
      host: request.host,
      headers: {
        Host: new URL(request.url).host,
        ...joined(request.headers),
        ...(await contentOf(request.body)),
      },
      ...(request.body instanceof Uint8Array ? { body: Buffer.from(request.body) } : {}),
      ...(region === null ? {} : { region }),
      ...(service === null ? {} : { service }),
    },
    { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) },
  );
  const written = new Set(request.headers.map(([name]) => name.toLowerCase()));
  const added = Object.entries(signed).filter(
    ([name]) => !written.has(name.toLowerCase()) && !isComputed(name),
  );
  return [...request.headers, ...added.map(([name, value]): HeaderField => [name, String(value)])];
}

/** aws4 hashes bytes by itself; a body that is read while it is sent is read once more for its hash. */
async function contentOf(body: RequestBody | null): Promise<Record<string, string>> {
  if (body === null || body instanceof Uint8Array) return {};
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
  for await (const chunk of body.open()) hash.update(chunk);
  return { 'X-Amz-Content-Sha256': hash.digest('hex'), 'Content-Length': String(body.length) };
}

/** The connection writes them, with the values that were signed. */
function isComputed(name: string): boolean {
  return ['host', 'content-length'].includes(name.toLowerCase());
}

/** By the spelling of the first; what is written twice is one list. */
function joined(fields: readonly HeaderField[]): Record<string, string> {
  const values = new Map<string, { readonly name: string; value: string }>();
  for (const [name, value] of fields) {
    const known = values.get(name.toLowerCase());
    if (known === undefined) values.set(name.toLowerCase(), { name, value });
    else known.value += `,${value}`;
  }
  return Object.fromEntries(Array.from(values.values(), ({ name, value }) => [name, value]));
}
