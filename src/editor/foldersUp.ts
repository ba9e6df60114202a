/**
 * A folder and those above it that `isWithin` still holds for, the innermost first. A place that is
 * its own parent is the last: of a drive of Windows, the one above `/c:/` is `/c:/`.
 */
export function foldersUp<Folder extends { readonly path: string }>(
  first: Folder,
  parentOf: (folder: Folder) => Folder,
  isWithin: (folder: Folder) => boolean,
): readonly Folder[] {
  const folders = [first];
  for (let at = first; ;) {
    const parent = parentOf(at);
    if (parent.path === at.path || !isWithin(parent)) return folders;
    folders.push(parent);
    at = parent;
  }
}
