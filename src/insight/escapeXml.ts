/** ASCII only, so that `btoa` takes it and no encoding can spoil it. Harmless in SVG and in HTML. */
export function escapeXml(text: string): string {
  return text.replace(/[^ -~]|[<>&"']/gu, (character) => {
    const code = character.codePointAt(0) ?? 32;
    // Control characters and halves of pairs are no characters of XML.
    const isText = code >= 32 && !(code >= 127 && code < 160) && !(code >= 0xd800 && code < 0xe000);
    return `&#${isText && code !== 0xfffe && code !== 0xffff ? code : 32};`;
  });
}
