import type { Need } from '../request/needs.ts';

/** What a request waits for, in a few words: the place of a forecast that can't be made yet. */
export function describeNeeds(needs: readonly Need[]): string {
  const [first] = needs;
  switch (first?.kind) {
    case 'prompt':
      return `asks for ${first.name}`;
    case 'response':
      return `needs the response of ${first.query.request}`;
    case 'file':
      return `reads ${first.path}`;
    case undefined:
      return 'ready';
  }
}
