import { type Answer, decode, encode, type Packet, type RecordType } from 'dns-packet';
import { expect, test } from 'vitest';
import {
  answerFor,
  isQuestion,
  longestPacket,
  question,
  readAnswers,
} from '../../../src/node/discovery/dnsSd.ts';
import { announcement, nonsense } from './samples.ts';

const service = '_lanline._tcp.local';
const said = announcement();
const packet: Packet = decode(answerFor(said, '10.1.0.9'));
const answers = packet.answers ?? [];

const changed = (change: (answer: Answer) => Answer[]): Buffer =>
  encode({ ...packet, type: 'response', answers: answers.flatMap(change) });

const withText = (...data: (string | Buffer)[]): Buffer =>
  changed((answer) => (answer.type === 'TXT' ? [{ ...answer, data }] : [answer]));

const texts = (change: Record<string, string | undefined>): string[] =>
  Object.entries({
    v: '1',
    id: said.team,
    name: said.name,
    pin: said.pin ?? '',
    people: '3',
    ...change,
  }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));

test('records say what was put into them', () => {
  for (const one of [said, announcement({ pin: null, name: '漢'.repeat(40), people: 0 })])
    expect(readAnswers(answerFor(one, '10.1.0.9'))).toEqual([
      { announcement: one, leaving: false },
    ]);
});

test('they are the records that any DNS-SD browser understands', () => {
  const instance = `${said.team}.${service}`;
  const target = `lanline-${said.team}.local`;
  expect(answers).toMatchObject([
    { type: 'PTR', name: service, data: instance },
    { type: 'PTR', name: '_services._dns-sd._udp.local', data: service },
    { type: 'SRV', name: instance, data: { port: 7788, target } },
    { type: 'TXT', name: instance },
    { type: 'A', name: target, data: '10.1.0.9' },
  ]);
});

test('a goodbye is known by its lifetime', () => {
  expect(readAnswers(answerFor(said, '10.1.0.9', 0))).toEqual([
    { announcement: said, leaving: true },
  ]);
});

test('the details may come as additional records, as other responders send them', () => {
  const [pointer, , ...details] = answers;
  const apart = encode({ type: 'response', answers: [pointer!], additionals: details });
  expect(readAnswers(apart)).toEqual([{ announcement: said, leaving: false }]);
});

test('several services in one packet are all read', () => {
  const other = announcement();
  const both = [...answers, ...(decode(answerFor(other, '10.1.0.9')).answers ?? [])];
  expect(readAnswers(encode({ type: 'response', answers: both }))).toHaveLength(2);
});

test('questions about us are ours to answer, others are not', () => {
  const asking = (name: string): Buffer =>
    // What a browser may ask by, and the library's types have forgotten.
    encode({ type: 'query', questions: [{ type: 'ANY' as string as RecordType, name }] });
  expect(isQuestion(question, said.team)).toBe(true);
  for (const name of [
    service,
    service.replace('local', 'LOCAL'),
    '_services._dns-sd._udp.local',
    `${said.team}.${service}`,
  ])
    expect(isQuestion(asking(name), said.team), name).toBe(true);
  for (const name of [
    '_ipp._tcp.local',
    `${announcement().team}.${service}`,
    'x._lanline._tcp.local',
  ])
    expect(isQuestion(asking(name), said.team), name).toBe(false);
  expect(isQuestion(answerFor(said, '10.1.0.9'), said.team)).toBe(false);
  expect(readAnswers(question)).toEqual([]);
});

test('records of other services are not read', () => {
  expect(
    readAnswers(changed((answer) => [{ ...answer, name: answer.name.replace('lanline', 'ipp') }])),
  ).toEqual([]);
  const near = changed((answer) => [
    { ...answer, name: answer.name.replace('_lanline', 'x_lanline') },
  ]);
  expect(readAnswers(near)).toEqual([]);
});

test('texts that are missing, doubled or wrong', () => {
  expect(readAnswers(withText(...texts({}), 'new=1', 'NAME=x', 'name=later', 'x'))).toMatchObject([
    { announcement: said },
  ]);
  const wrong: Record<string, string | undefined>[] = [
    { v: undefined },
    { v: '2' },
    { id: undefined },
    { id: 'x' },
    { name: undefined },
    { name: '' },
    { name: 'a\u202eb' },
    { name: 'a\0b' },
    { name: 'x'.repeat(41) },
    { pin: '' },
    { pin: 'x' },
    { people: undefined },
    { people: '-1' },
    { people: '1e3' },
    { people: '9999999999' },
  ];
  for (const change of wrong)
    expect(readAnswers(withText(...texts(change))), JSON.stringify(change)).toEqual([]);
  expect(readAnswers(withText())).toEqual([]);
  expect(readAnswers(withText(Buffer.alloc(255, 0xff), ...texts({ name: undefined })))).toEqual([]);
  expect(readAnswers(withText(...Array.from({ length: 20 }, () => 'x=1'), ...texts({})))).toEqual(
    [],
  );
});

test('records without their other half', () => {
  for (const type of ['SRV', 'TXT'])
    expect(readAnswers(changed((answer) => (answer.type === type ? [] : [answer])))).toEqual([]);
  const port = changed((answer) =>
    answer.type === 'SRV' ? [{ ...answer, data: { ...answer.data, port: 0 } }] : [answer],
  );
  expect(readAnswers(port)).toEqual([]);
});

test('nonsense is nothing', () => {
  for (const honest of [answerFor(said, '10.1.0.9'), question])
    for (const message of nonsense(honest)) {
      // Neither may throw or hang; a flipped bit may leave something that can be read.
      expect(readAnswers(message).length).toBeLessThanOrEqual(1);
      expect([true, false]).toContain(isQuestion(message, said.team));
    }
});

test('a packet as full of records as can be is not even read', () => {
  const many = Array.from({ length: 30 }, () => answers).flat();
  const full = encode({ type: 'response', answers: many });
  expect(full.length).toBeGreaterThan(longestPacket);
  expect(readAnswers(full)).toEqual([]);
});

test('a name that points at itself ends', () => {
  const header = Buffer.from('000084000000000100000000', 'hex');
  const marker = Buffer.from('\x08_lanline');
  const loop = Buffer.concat([header, marker, Buffer.from('c00c000c0001000000000002c00c', 'hex')]);
  expect(readAnswers(loop)).toEqual([]);
  expect(isQuestion(loop, said.team)).toBe(false);
});
