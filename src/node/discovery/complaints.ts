// Trouble of the network, told once: a missing interface is normal and lasts for hours.

/** As core's and server's logs. Never carries what strangers sent. */
export type DiscoveryLog = (level: 'info' | 'warn', message: string, details?: object) => void;

/** Tells trouble of one kind in one place (`what`) the first time only. */
export type Complain = (what: string, error: unknown) => void;

export function createComplaints(log: DiscoveryLog): Complain {
  const told = new Set<string>();
  return (what, error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const key = `${what} ${code}`;
    if (told.has(key)) return;
    told.add(key);
    log('info', `discovery: ${what}: ${code}`);
  };
}
