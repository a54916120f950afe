// A certificate by an authority, beside the server's own key.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readCertificate } from '../../server/certificate.ts';
import { createLog } from '../../server/log.ts';
import { requestJson } from '../../src/node/jsonRequest.ts';
import { createPinnedAgent, type AgentTrust } from '../../src/node/pinnedAgent.ts';
import { TeamInfo } from '../../src/shared/protocol.ts';
import { certificateFor, type Issued } from '../node/certificates.ts';
import { testFolder } from '../support/folder.ts';
import { testServer } from '../support/server.ts';

let authority: Issued;
let chat: Issued;
beforeAll(async () => {
  authority = await certificateFor('Test authority');
  chat = await certificateFor('chat.example', { by: authority });
});

function files(certificate: string, key: string): { certificate: string; key: string } {
  const folder = testFolder();
  const paths = { certificate: join(folder, 'chain.pem'), key: join(folder, 'key.pem') };
  writeFileSync(paths.certificate, certificate);
  writeFileSync(paths.key, key);
  return paths;
}

describe('a server with a certificate', () => {
  test('shows it to who comes by its name, and its own key to all others', async () => {
    const server = await testServer({
      certificate: files(chat.certificate, chat.key),
      hostNames: ['chat.example'],
    });
    const ask = async (trust: AgentTrust) => {
      const agent = createPinnedAgent(trust, { authorities: [authority.certificate] });
      onTestFinished(() => agent.destroy());
      const url = `https://127.0.0.1:${server.port}/api/v1/team`;
      const headers: Record<string, string> =
        trust.kind === 'authority' ? { host: `chat.example:${server.port}` } : {};
      return TeamInfo.parse(await requestJson(url, { agent, headers })).team.id;
    };
    expect(await ask({ kind: 'authority', name: 'chat.example' })).toBe(server.team.id);
    expect(await ask({ kind: 'pin', pin: server.pin ?? '' })).toBe(server.team.id);
    await expect(ask({ kind: 'authority', name: 'other.example' })).rejects.toMatchObject({
      code: 'KEY_CHANGED',
    });
    // Who comes by a link needs no key: the authority vouches for the name.
    expect(server.link).toEqual({ addresses: [`chat.example:${server.port}`], pin: null });
    expect(server.secure).toBe(true);
  });

  test('does not start with files that are no use', async () => {
    const start = testServer({ certificate: files('', ''), hostNames: ['chat.example'] });
    await expect(start).rejects.toMatchObject({
      code: 'INVALID',
      details: { field: 'certificate' },
    });
  });
});

describe('the files', () => {
  const silent = createLog('silent');
  const read = (given: { certificate: string; key: string }, names = ['chat.example']) => {
    try {
      return readCertificate(given, names, silent).names;
    } catch (error) {
      const { code, details, message } = error as {
        code: string;
        details: { field: string };
        message: string;
      };
      return `${code} ${details.field} ${message.split(': ').slice(1).join(': ')}`;
    }
  };

  test('are a chain and its key, for the names that were configured', () => {
    expect(read(files(`${chat.certificate}\n${authority.certificate}\n`, chat.key))).toEqual([
      'chat.example',
    ]);
    expect(read(files(chat.certificate, chat.key), ['Chat.Example.'])).toEqual(['chat.example']);
  });

  test('are refused by what is wrong with them', async () => {
    const other = await certificateFor('chat.example', { by: authority });
    const good = files(chat.certificate, chat.key);
    expect(read({ ...good, certificate: '/nowhere/chain.pem' })).toBe(
      'INVALID certificate cannot read /nowhere/chain.pem: ENOENT',
    );
    expect(read({ ...good, key: '/nowhere/key.pem' })).toBe(
      'INVALID key cannot read /nowhere/key.pem: ENOENT',
    );
    expect(read(files('hello', chat.key))).toBe('INVALID certificate no certificate in PEM');
    expect(read(files(chat.certificate, 'hello'))).toBe(
      'INVALID key no private key in PEM without a password',
    );
    expect(read(files(chat.certificate, other.key))).toMatch(/^INVALID key not the key of /);
    expect(read(good, ['chat.example', 'mail.example'])).toBe(
      'INVALID host-name is not for mail.example',
    );
    expect(
      read(
        files(
          `${chat.certificate}\n-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n`,
          chat.key,
        ),
      ),
    ).toMatch(/^INVALID certificate/);
  });

  test.each([
    [-1, 'the certificate has expired: clients that rely on it refuse it'],
    [20, 'the certificate expires soon'],
    [40, undefined],
  ])('that end in %i days: %s', async (days, warning) => {
    const until = new Date(Date.now() + days * 86_400_000);
    const issued = await certificateFor('chat.example', { by: authority, until });
    const lines: { msg: string }[] = [];
    const log = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line)) });
    readCertificate(files(issued.certificate, issued.key), ['chat.example'], log);
    expect(lines.map(({ msg }) => msg)).toEqual(warning === undefined ? [] : [warning]);
  });
});
