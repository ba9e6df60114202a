/** `# @ref name` and `# @force-ref name` (httpYac): requests to be sent before this one. */
import type { PlacedRequest } from '../parser/httpFile.ts';

export type RequestReference = {
  readonly name: string;
  /** Send it even if it was sent before. */
  readonly always: boolean;
};

export function requestReferences({ request }: PlacedRequest): readonly RequestReference[] {
  return request.directives
    .filter(({ name, value }) => (name === 'ref' || name === 'force-ref') && value !== '')
    .map(({ name, value }) => ({ name: value, always: name === 'force-ref' }));
}
