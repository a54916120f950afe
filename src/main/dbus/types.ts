// What a D-Bus message says, and its types as text: `sb`, `a{sv}`.
/** `kind`: 1 call, 2 answer, 3 error, 4 signal. */
export type Incoming = {
  kind: number;
  serial: number;
  /** The call that this answers. */
  answers: number | undefined;
  path: string | undefined;
  interface: string | undefined;
  member: string | undefined;
  error: string | undefined;
  sender: string | undefined;
  body: unknown[];
};

export type Outgoing = {
  kind: 'call' | 'signal';
  path: string;
  interface: string;
  member: string;
  destination?: string;
  /** The bus may start the program that is asked. */
  starts?: true;
  /** The types of `body`, such as `sb` or `a{sv}`; variants are `[type, value]`. */
  signature?: string;
  body?: unknown[];
};

export const up = (offset: number, by: number): number => Math.ceil(offset / by) * by;

const sizes: Record<string, number> = { y: 1, g: 1, v: 1, n: 2, q: 2, x: 8, t: 8, d: 8 };
/** Where a value of this type may begin, in bytes. */
export const alignment = (type: string): number =>
  type.startsWith('(') || type.startsWith('{') ? 8 : (sizes[type.charAt(0)] ?? 4);

/** The complete types of a signature, one by one. */
export function split(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length;) {
    const end = endOfType(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

function endOfType(signature: string, at: number): number {
  const first = signature.charAt(at);
  if (first === 'a') return endOfType(signature, at + 1);
  if (first !== '(' && first !== '{') return at + 1;
  let end = at + 1;
  while (end < signature.length && !')}'.includes(signature.charAt(end)))
    end = endOfType(signature, end);
  return end + 1;
}
