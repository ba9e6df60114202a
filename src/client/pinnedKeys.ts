/** Pinned keys as they are written for curl (`--pinnedpubkey`): `sha256//BASE64`, several joined with `;`. */

/** The Base64 of each, which is of 32 bytes; null where it is anything else. */
export function parsePinnedKeys(text: string): readonly string[] | null {
  const keys = text.split(';').map((each) => pinnedKey.exec(each.trim())?.[1]);
  return keys.includes(undefined) ? null : keys.filter((key) => key !== undefined);
}

/** The last two bits of 32 bytes in Base64 are none of theirs, and 0. */
const pinnedKey = /^sha256\/\/([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)$/;
