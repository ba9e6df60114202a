/**
 * JSONPath and XPath in the text of a body: the first match. The libraries come with the first
 * question, and run no code that a path may hold.
 */
import { jsonPathFault } from '../request/jsonPathFault.ts';
import { valueText } from '../request/valuePath.ts';

/** A message where the body or the path can't be read; neither where there is no match. */
export type QueryResult =
  { readonly text: string } | { readonly message: string } | { readonly none: true };

export async function readJson(text: string, path: string): Promise<QueryResult> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { message: 'the body is no JSON' };
  }
  if (typeof json !== 'object' || json === null) {
    return path === '$' ? { text: valueText(json) } : { none: true };
  }
  const wrong = jsonPathFault(path);
  if (wrong !== null) return { message: wrong };
  const { JSONPath } = await import('jsonpath-plus');
  try {
    const found: unknown = JSONPath({ path, json, eval: false, wrap: true });
    if (!Array.isArray(found) || found.length === 0) return { none: true };
    return { text: valueText(found[0]) };
  } catch (error) {
    return { message: `the JSONPath \`${path}\` can't be used: ${sentence(error)}` };
  }
}

export async function readXml(text: string, path: string): Promise<QueryResult> {
  const [{ select }, { DOMParser }] = await Promise.all([
    import('xpath'),
    import('@xmldom/xmldom'),
  ]);
  try {
    const document = new DOMParser({ onError: refuse }).parseFromString(text, 'text/xml');
    // The library's types are those of a browser, which are not known here.
    const find = select as (expression: string, node: unknown) => unknown;
    const found = find(path, document);
    if (!Array.isArray(found)) return { text: String(found) };
    const [first] = found as readonly XmlNode[];
    return first === undefined ? { none: true } : { text: nodeText(first) };
  } catch (error) {
    return { message: `the XPath \`${path}\` can't be used: ${sentence(error)}` };
  }
}

/** What both libraries say of a node. */
type XmlNode = {
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
  readonly childNodes: Iterable<XmlNode> | null;
  readonly toString: () => string;
};

const elementNode = 1;
const documentNode = 9;

/** An element that holds others as XML, as REST Client has it; any other node as its text. */
function nodeText(node: XmlNode): string {
  if (node.nodeType === documentNode) return node.toString();
  if (node.nodeType !== elementNode) return node.nodeValue ?? '';
  const children = [...(node.childNodes ?? [])];
  const hasElements = children.some(({ nodeType }) => nodeType === elementNode);
  return hasElements
    ? children.map((child) => child.toString()).join('')
    : (node.textContent ?? '');
}

/** Warnings are let pass: HTML that is nearly XML can be read as well. */
function refuse(level: string, message: string): void {
  if (level !== 'warning') throw new Error(message);
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.slice(0, 200) ?? text;
}
