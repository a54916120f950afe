// `GET /`: the team's own web page, for who has no app yet; and what a browser is shown where nothing is.
import type Router from '@koa/router';
import type Koa from 'koa';
import { wordsOf } from '../../src/node/words.ts';
import { fail, Refusal } from '../../src/shared/errors.ts';
import type { KeyInfo } from '../../src/shared/protocol.ts';
import type { Downloads } from '../downloads.ts';
import { type Language, languages } from '../frontPage/texts.ts';
import { frontPage, frontPagePolicy, notFoundPage } from '../frontPage/page.ts';
import type { HealthBoard } from '../health.ts';
import { isLoopback } from '../peers.ts';
import type { Store } from '../store/store.ts';
import { answerFailure } from './answers.ts';

export type FrontPageParts = {
  store: Pick<Store, 'team'>;
  keyInfo(): KeyInfo;
  downloads: Pick<Downloads, 'list'>;
  health: Pick<HealthBoard, 'now'>;
  /** HOST:PORT of this computer, as the others reach it. */
  addresses(port: number): string[];
};

export function addFrontPage(router: Router, parts: FrontPageParts): void {
  router.get('/', async (context) => {
    const { pin } = parts.keyInfo();
    const language = languageOf(context);
    const page = frontPage({
      language,
      team: parts.store.team,
      addresses: addressesFor(context, parts),
      words: pin === null ? null : await wordsOf(pin),
      downloads: await parts.downloads.list(),
      health: parts.health.now(),
    });
    answerPage(context, language, page);
  });
}

/** Programs are answered in JSON, and so is everything that asked for one. */
export function answerNothing(context: Koa.Context): void {
  const program = /^\/(api|hooks)(\/|$)/.test(context.path);
  if (program || context.accepts('json', 'html') !== 'html')
    return answerFailure(context, fail(new Refusal('NOT_FOUND', 'nothing is here')).error);
  const language = languageOf(context);
  answerPage(context, language, notFoundPage(language));
  context.status = 404;
}

function answerPage(context: Koa.Context, language: Language, page: string): void {
  context.type = 'html';
  context.set('Content-Security-Policy', frontPagePolicy);
  context.set('Content-Language', language);
  context.set('Referrer-Policy', 'no-referrer');
  context.vary('Accept-Language');
  context.body = page;
}

/** As asked for in the address, otherwise as the browser is set. */
function languageOf(context: Koa.Context): Language {
  const asked = languages.find((language) => language === context.query['lang']);
  if (asked) return asked;
  const accepted = context.acceptsLanguages('en', 'zh-CN', 'zh');
  return typeof accepted === 'string' && accepted.startsWith('zh') ? 'zh-CN' : 'en';
}

/** What this visitor typed leads here from where they are; on the computer itself the others' way counts. */
function addressesFor({ host, hostname, req }: Koa.Context, parts: FrontPageParts): string[] {
  const name = hostname.replace(/^\[|\]$/g, '');
  if (name !== 'localhost' && !isLoopback(name)) return [host];
  return parts.addresses(req.socket.localPort ?? 0).slice(0, 3);
}
