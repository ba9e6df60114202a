/** Saves a response where its request says so, as JetBrains and httpYac do. */
import type { BodyFile, Exchange } from '../client/exchange.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';

/** Bytes, or the file that has them. */
export type BodyContent = Uint8Array | BodyFile;

/** The port to the files a response may be written to; `path` is as the request has it. */
export type ResponseFiles = {
  /** Whether it may be written: inside the workspace, or a person said yes. A message says why not. */
  readonly refusal: (path: string) => Promise<string | null>;
  /** False, and nothing done, where something is there already. Makes the folders that are missing. */
  readonly create: (path: string, content: BodyContent) => Promise<boolean>;
  readonly overwrite: (path: string, content: BodyContent) => Promise<void>;
};

export type SavedResponse =
  | { readonly kind: 'saved'; readonly path: string }
  | { readonly kind: 'not-saved'; readonly path: string; readonly message: string };

/** One for each file, in the order of the request. */
export async function saveResponse(
  { responseFiles }: Pick<ResolvedRequest, 'responseFiles'>,
  { body, bodyFile, failure }: Exchange,
  files: ResponseFiles,
): Promise<readonly SavedResponse[]> {
  const saved: SavedResponse[] = [];
  for (const { path, overwrites } of responseFiles) {
    if (failure !== null) {
      const message = `There is no response to save to \`${path}\`: the request failed`;
      saved.push({ kind: 'not-saved', path, message });
      continue;
    }
    saved.push(await saveOne(path, overwrites, bodyFile ?? body.bytes(), files));
  }
  return saved;
}

async function saveOne(
  path: string,
  overwrites: boolean,
  body: BodyContent,
  files: ResponseFiles,
): Promise<SavedResponse> {
  const notSaved = (why: string): SavedResponse => {
    return {
      kind: 'not-saved',
      path,
      message: `The response was not saved to \`${path}\`: ${why}`,
    };
  };
  if (path.includes('\0')) return notSaved('its name holds a character that no file name may hold');
  const refusal = await files.refusal(path);
  if (refusal !== null) return notSaved(refusal);
  try {
    if (overwrites) {
      await files.overwrite(path, body);
      return { kind: 'saved', path };
    }
    for (let copy = 0; copy <= maxCopies; copy++) {
      const name = copy === 0 ? path : numbered(path, copy);
      if (await files.create(name, body)) return { kind: 'saved', path: name };
    }
    return notSaved(`${String(maxCopies)} copies are there already. Write \`>>!\` to replace it`);
  } catch (error) {
    return notSaved(
      error instanceof Error && error.message !== '' ? error.message : 'it can’t be written',
    );
  }
}

const maxCopies = 9999;

/** `out/a.json` becomes `out/a-1.json`. */
export function numbered(path: string, copy: number): string {
  const [, stem = path, ending = ''] = /^(.*?[^/\\])(\.[^./\\]+)?$/s.exec(path) ?? [];
  return `${stem}-${String(copy)}${ending}`;
}
