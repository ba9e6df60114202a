/** What the credentials of a request become when it is sent. */
import { originOf } from '../pool/want.ts';
import type { ResolvedRequest, Signing } from '../request/resolvedRequest.ts';
import { awsSigned } from './awsSignature.ts';
import type { DigestSessions } from './digestSessions.ts';

/** As it goes out: without `Authorization` where a challenge has to come first. */
export async function withSignature(
  request: ResolvedRequest,
  signing: Signing,
  digests: DigestSessions,
): Promise<ResolvedRequest> {
  if (signing.kind === 'aws') return { ...request, headers: await awsSigned(request, signing) };
  const { method, path: uri, body } = request;
  const answer = digests.answer(originOf(request), signing, { method, uri, body });
  if (answer === null) return request;
  return { ...request, headers: [...request.headers, ['Authorization', answer]] };
}
