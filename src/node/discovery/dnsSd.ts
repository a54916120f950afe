// DNS-SD: our service as DNS records, and the records of others as announcements.
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, type Packet } from 'dns-packet';
import { Announcement, SERVICE_TYPE } from '../../shared/discovery.ts';

export const mdnsGroup = '224.0.0.251';
export const mdnsPort = 5353;
/** One frame of a network. Longer ones are allowed, but would only cost time: ours need a third. Bytes. */
export const longestPacket = 1500;

const service = `_${SERVICE_TYPE}._tcp.local`;
const allServices = '_services._dns-sd._udp.local';
/** How long others may remember. Seconds. */
const ttl = 120;

export const question: Buffer = encode({
  type: 'query',
  questions: [{ type: 'PTR', name: service }],
});

/** Everything about our service; `address` is our own in that network. `lifetime` 0 says goodbye. Seconds. */
export function answerFor(
  { team, name, pin, port, people }: Announcement,
  address: string,
  lifetime: number = ttl,
): Buffer {
  const instance = `${team}.${service}`;
  const target = `${SERVICE_TYPE}-${team}.local`;
  const texts = ['v=1', `id=${team}`, `name=${name}`, `people=${people}`];
  if (pin !== null) texts.push(`pin=${pin}`);
  return encode({
    type: 'response',
    flags: AUTHORITATIVE_ANSWER,
    answers: [
      { type: 'PTR', name: service, ttl: lifetime, data: instance },
      { type: 'PTR', name: allServices, ttl: lifetime, data: service },
      { type: 'SRV', name: instance, ttl: lifetime, data: { port, target } },
      { type: 'TXT', name: instance, ttl: lifetime, data: texts },
      { type: 'A', name: target, ttl: lifetime, data: address },
    ],
  });
}

/** Whether a packet asks for something that `answerFor` tells. */
export function isQuestion(message: Buffer, team: string): boolean {
  const packet = read(message, 'query');
  if (!packet) return false;
  const ours = [service, allServices, `${team}.${service}`, `${SERVICE_TYPE}-${team}.local`];
  return (packet.questions ?? []).some(({ name }) => ours.includes(name.toLowerCase()));
}

/** What a packet announces, or says goodbye for. Records that are incomplete or wrong are left out. */
export function readAnswers(message: Buffer): { announcement: Announcement; leaving: boolean }[] {
  const packet = read(message, 'response');
  if (!packet) return [];
  const records = [...(packet.answers ?? []), ...(packet.additionals ?? [])];
  return records.flatMap((record) => {
    if (record.type !== 'SRV' || !record.name.toLowerCase().endsWith(`.${service}`)) return [];
    const text = records.find(({ type, name }) => type === 'TXT' && name === record.name);
    const announcement = text && announcementOf(record.data.port, text);
    return announcement ? [{ announcement, leaving: record.ttl === 0 }] : [];
  });
}

/** Whether a packet may be about us, told without decoding it: most of what passes by concerns printers. */
export function mayConcernUs(message: Buffer, kind: 'query' | 'response'): boolean {
  const isResponse = ((message[2] ?? 0) & 0x80) !== 0;
  if (isResponse !== (kind === 'response')) return false;
  // A name is spelled out at least once in each packet.
  return message.includes(SERVICE_TYPE) || message.includes('_dns-sd');
}

function read(message: Buffer, kind: 'query' | 'response'): Packet | null {
  if (message.length > longestPacket || !mayConcernUs(message, kind)) return null;
  try {
    return decode(message);
  } catch {
    return null;
  }
}

function announcementOf(port: number | undefined, text: Answer): Announcement | null {
  if (text.type !== 'TXT' || !Array.isArray(text.data)) return null;
  const values = new Map<string, string>();
  for (const entry of text.data.slice(0, 16)) {
    const [, key, value] = /^([a-z]+)=(.*)$/su.exec(entry.toString()) ?? [];
    if (key !== undefined && value !== undefined && !values.has(key)) values.set(key, value);
  }
  const people = values.get('people') ?? '';
  const announcement = Announcement.safeParse({
    team: values.get('id'),
    name: values.get('name'),
    pin: values.get('pin') ?? null,
    port,
    people: /^\d{1,9}$/.test(people) ? Number(people) : undefined,
  });
  return announcement.success && values.get('v') === '1' ? announcement.data : null;
}
