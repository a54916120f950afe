import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import { formatInviteLink, isLanlineLink, parseInviteLink } from '../../src/shared/inviteLink.ts';

const invite = {
  code: 'k3JvQ1p0T2x5Zm9vYmFyMQ',
  addresses: ['192.168.1.20:7788', '[fd00::20]:7788', 'lab-nas.local:7788'],
  pin: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA',
  team: 'Riverside Lab & 实验室 +1',
};

function refusalOf(text: string): string {
  try {
    parseInviteLink(text);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'taken';
}

describe('an invite link', () => {
  it('says the same when it is read as when it was written', () => {
    expect(parseInviteLink(formatInviteLink(invite))).toEqual(invite);
    const plain = { ...invite, addresses: ['http://10.0.0.5:7788'], pin: null };
    expect(parseInviteLink(formatInviteLink(plain))).toEqual(plain);
  });

  it('survives being pasted with white space around it', () => {
    expect(parseInviteLink(`\n  ${formatInviteLink(invite)} \n`)).toEqual(invite);
  });

  it('fits into a QR code that a poor camera can read', () => {
    expect(formatInviteLink({ ...invite, team: 'Riverside Lab' }).length).toBeLessThan(260);
  });

  it('carries at most eight addresses, however many are given', () => {
    const many = Array.from({ length: 50 }, (_, n) => `10.0.0.${n}:7788`);
    expect(parseInviteLink(formatInviteLink({ ...invite, addresses: many })).addresses).toEqual(
      many.slice(0, 8),
    );
  });

  it.each([
    ['nothing', ''],
    ['another scheme', formatInviteLink(invite).replace('lanline:', 'https:')],
    ['an unknown verb', formatInviteLink(invite).replace('//join', '//run')],
    ['no verb', `lanline:${invite.code}`],
    ['no code', 'lanline://join/?a=10.0.0.1:7788'],
    ['a code of another length', 'lanline://join/abc?a=10.0.0.1:7788'],
    ['a code with a path', `lanline://join/../${invite.code}/x?a=10.0.0.1:7788`],
    ['no address', `lanline://join/${invite.code}?p=${invite.pin}`],
    ['an address with a path', `lanline://join/${invite.code}?a=10.0.0.1:7788/etc/passwd`],
    ['an address with a user', `lanline://join/${invite.code}?a=root@10.0.0.1:7788`],
    ['an address that is a command', `lanline://join/${invite.code}?a=$(reboot):1`],
    ['an address that looks like a switch', `lanline://join/${invite.code}?a=--proxy:1`],
    ['another scheme within', `lanline://join/${invite.code}?a=file://10.0.0.1:7788`],
    ['half a key', `lanline://join/${invite.code}?a=10.0.0.1:7788&p=abc`],
    ['an empty key', `lanline://join/${invite.code}?a=10.0.0.1:7788&p=`],
    ['a megabyte', `${formatInviteLink(invite)}&x=${'a'.repeat(1024 * 1024)}`],
    ['half a percent sign', `lanline://join/%?a=10.0.0.1:7788`],
  ])('is refused with %s', (_what, text) => {
    expect(refusalOf(text)).toBe('LINK_INVALID');
  });

  it('leaves out what it does not understand, and shortens what is only shown', () => {
    const link = parseInviteLink(
      `${formatInviteLink(invite)}&run=rm&a=%00&t=${'x'.repeat(50)}`.replace(
        /&t=[^&]*/,
        `&t=${'n'.repeat(500)}`,
      ),
    );
    expect(link.addresses).toEqual(invite.addresses);
    expect(link.team).toHaveLength(80);
  });

  it('is told from an address', () => {
    expect(isLanlineLink(' LANLINE://join/x')).toBe(true);
    expect(isLanlineLink('lanline.local:7788')).toBe(false);
  });
});
