// Every host that was contacted is told, and the list does not grow for ever.
import { describe, expect, it } from 'vitest';
import { createContacts } from '../../src/core/contacts.ts';

describe('contacts', () => {
  it('count, and tell the latest first', () => {
    let clock = 1000;
    const contacts = createContacts(() => clock++);
    contacts.note('192.168.1.20', 7788, 'team');
    contacts.note('224.0.0.251', 5353, 'dns-sd');
    contacts.note('192.168.1.20', 7788, 'team');
    expect(contacts.list()).toEqual([
      { host: '192.168.1.20', port: 7788, why: 'team', firstAt: 1000, lastAt: 1002, times: 2 },
      { host: '224.0.0.251', port: 5353, why: 'dns-sd', firstAt: 1001, lastAt: 1001, times: 1 },
    ]);
  });

  it('keep apart what was contacted for different reasons, or on different ports', () => {
    const contacts = createContacts();
    contacts.note('192.168.1.20', 7788, 'look');
    contacts.note('192.168.1.20', 7788, 'team');
    contacts.note('192.168.1.20', 7789, 'team');
    expect(contacts.list().map(({ why, port }) => `${why} ${port}`)).toEqual([
      'team 7789',
      'team 7788',
      'look 7788',
    ]);
  });

  it('keep 500: whoever was not contacted for longest goes, a team never', () => {
    const contacts = createContacts();
    contacts.note('192.168.1.20', 7788, 'team');
    contacts.note('192.168.1.21', 7788, 'look');
    contacts.note('192.168.1.22', 7788, 'look');
    for (let n = 0; n < 497; n++) contacts.note(`10.0.${n >> 8}.${n & 255}`, 7787, 'beacon');
    contacts.note('192.168.1.21', 7788, 'look');
    expect(contacts.list()).toHaveLength(500);

    contacts.note('10.9.9.9', 7787, 'beacon');
    const hosts = contacts.list().map(({ host }) => host);
    expect(hosts).toHaveLength(500);
    expect(hosts).toContain('192.168.1.20');
    expect(hosts).toContain('192.168.1.21');
    expect(hosts).not.toContain('192.168.1.22');
  });
});
