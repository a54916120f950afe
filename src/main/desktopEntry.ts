// A desktop entry, written and read as the freedesktop.org specification has it. A path may hold any
// character: those that mean something in the command, or in a value, are escaped, each in its turn.

export function desktopEntry(name: string, command: readonly string[], icon: string): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${escapeValue(name)}`,
    `Exec=${escapeValue(command.map(quote).join(' '))}`,
    `Icon=${escapeValue(icon)}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
  ];
  return `${lines.join('\n')}\n`;
}

/** `command` is empty when it cannot be understood. */
export function readDesktopEntry(text: string): { command: string[]; enabled: boolean } {
  const values = new Map<string, string>();
  let group = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('[')) group = line.trim();
    const [, key, value] = /^([A-Za-z0-9-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (group === '[Desktop Entry]' && key !== undefined) values.set(key, value ?? '');
  }
  const on = values.get('Hidden') !== 'true' && values.get('X-GNOME-Autostart-enabled') !== 'false';
  return { command: split(unescapeValue(values.get('Exec') ?? '')), enabled: on };
}

const quote = (argument: string): string => {
  const plain = argument.replaceAll('%', '%%');
  if (/^[\w@+=:,./-]+$/.test(argument)) return plain;
  return `"${plain.replaceAll(/["`$\\]/g, '\\$&')}"`;
};

const signs: Record<string, string> = { '\n': 'n', '\t': 't', '\r': 'r', '\\': '\\' };
const escapeValue = (value: string): string =>
  value.replaceAll(/[\n\t\r\\]/g, (sign) => `\\${signs[sign] ?? sign}`);
const unescapeValue = (value: string): string =>
  value.replaceAll(/\\(.)/g, (_all, letter: string) => {
    if (letter === 's') return ' ';
    return Object.entries(signs).find(([, name]) => name === letter)?.[0] ?? letter;
  });

function split(command: string): string[] {
  const found = command.matchAll(/"((?:[^"\\]|\\.)*)"|([^\s"]+)/gs);
  return [...found].map(([, quoted, plain]) =>
    (quoted?.replaceAll(/\\(.)/gs, '$1') ?? plain ?? '').replaceAll('%%', '%'),
  );
}
