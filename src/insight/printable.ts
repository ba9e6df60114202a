/**
 * Text from elsewhere on one line, with nothing in it that moves a cursor or hides itself:
 * control characters and the marks that change the direction of writing become `\x1b` and the like.
 */
export function printable(text: string): string {
  return hidden.test(text) ? text.replace(allHidden, escapeOne) : text;
}

const hidden = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const allHidden = new RegExp(hidden, 'g');

function escapeOne(character: string): string {
  const code = character.charCodeAt(0);
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return ' ';
  return code < 256
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
