import type { HeaderField } from '../request/resolvedRequest.ts';
import { maskHeader } from './mask.ts';

/** A head's fields without their secrets; a blank one ends the head, as on the wire. */
export function headerLines(mark: string, headers: readonly HeaderField[]): readonly string[] {
  return [...headers.map(([name, value]) => `${mark} ${name}: ${maskHeader(name, value)}`), mark];
}
