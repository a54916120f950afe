// The server's front page, whole without a script: which team this is, how to join, and how it is.
import { hash } from 'node:crypto';
import type { Team } from '../../src/shared/entities.ts';
import type { Download } from '../downloads.ts';
import type { Health } from '../health.ts';
import { asHtml, html, type Html } from './html.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { type Language, languages, type Texts, texts } from './texts.ts';

export type FrontPage = {
  language: Language;
  team: Team;
  /** HOST:PORT, as people type it. */
  addresses: string[];
  /** Of the key; null where there is none. */
  words: string | null;
  downloads: Download[];
  health: Health;
};

const sourceOf = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`;

/** Nothing from anywhere else, and of our own only what stands in the page. */
export const frontPagePolicy = [
  "default-src 'none'",
  `script-src ${sourceOf(script)}`,
  `style-src ${sourceOf(style)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function frontPage(page: FrontPage): string {
  const { language, team } = page;
  const t = texts[language];
  const body = html`<div class="page">
      <header class="team">
        ${logo}
        <h1>${team.name}</h1>
        <p>${t.subtitle}</p>
        ${healthOf(page.health, t, language)}
      </header>
      <main>
        <div>
          ${joining(page, t)} ${page.words === null ? null : wordsCard(page.words, t)}
          ${downloadsCard(page.downloads, t, language)}
        </div>
        <footer>
          <a href="/api/v1/openapi.json">${t.programs}</a>${languages
            .filter((other) => other !== language)
            .map(
              (other) =>
                html`<a href="/?lang=${other}" lang="${other}">${texts[other].language}</a>`,
            )}
        </footer>
      </main>
    </div>
    ${asHtml(`<script>${script}</script>`)}`;
  return documentOf(language, team.name, body);
}

export function notFoundPage(language: Language): string {
  const t = texts[language];
  const body = html`<div class="lost">
    ${logo}
    <h1>${t.notFound}</h1>
    <p>${t.notFoundNote}</p>
    <a href="/">${t.home}</a>
  </div>`;
  return documentOf(language, t.notFound, body);
}

const icon =
  '<svg class="logo" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" aria-hidden="true"><rect x="24" y="24" width="464" height="464" rx="116" fill="currentColor"/><path d="M146 240v32M190 206v100M234 150v212M278 214v84M322 178v156M366 240v32" stroke="#fff" stroke-width="22" stroke-linecap="round"/></svg>';
const logo = asHtml(icon);
const favicon = `data:image/svg+xml,${encodeURIComponent(icon.replace('currentColor', '#0d8074'))}`;

const documentOf = (language: Language, title: string, body: Html): string =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · Lanline</title>
        <link rel="icon" href="${favicon}" />
        ${asHtml(`<style>${style}</style>`)}
      </head>
      <body>
        ${body}
      </body>
    </html> `.html;

function healthOf(health: Health, t: Texts, language: Language): Html {
  const count = (number: number): string => new Intl.NumberFormat(language).format(number);
  const figure = (id: string, number: number, label: string): Html =>
    html`<div>
      <dt>${label}</dt>
      <dd id="${id}">${count(number)}</dd>
    </div>`;
  return html`<div class="health">
    <div id="line" data-state="still" data-live="${t.live}" data-lost="${t.lost}">
      <svg viewBox="0 0 72 10" aria-hidden="true">
        <path d="M5 5h62" stroke="currentColor" stroke-width="2" />
        <circle cx="5" cy="5" r="5" fill="currentColor" />
        <circle cx="67" cy="5" r="5" fill="currentColor" /></svg
      ><span id="state" role="status">${t.still}</span
      ><span class="clock">${t.open} <span id="clock">${clockOf(health.uptimeSeconds)}</span></span>
    </div>
    <dl>
      ${figure('people', health.people, t.here)}${figure('messages', health.messages, t.said)}${figure('head', health.head, t.head)}
    </dl>
  </div>`;
}

/** Hours, minutes and seconds, as the script goes on with it. */
function clockOf(seconds: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const joining = ({ team, addresses, downloads }: FrontPage, t: Texts): Html =>
  html`<section>
    <h2>${t.join}</h2>
    <p>${t.door[team.door]}</p>
    <ol>
      <li><span>${downloads.length > 0 ? t.getApp : t.openApp}</span></li>
      <li>
        <div>
          ${t.pick}
          <ul class="addresses">
            ${addresses.map((address) => html`<li><code>${address}</code></li>`)}
          </ul>
        </div>
      </li>
    </ol>
  </section>`;

const wordsCard = (words: string, t: Texts): Html =>
  html`<section>
    <h2>${t.compare}</h2>
    <p>${t.words}</p>
    <ul class="words" lang="en">
      ${words.split('-').map((word) => html`<li>${word}</li>`)}
    </ul>
  </section>`;

function downloadsCard(downloads: Download[], t: Texts, language: Language): Html {
  const row = ({ name, size, sha256 }: Download): Html =>
    html`<li>
      <a href="/downloads/${encodeURIComponent(name)}" download
        ><span class="name">${name}</span><span class="size">${sizeOf(size, language)}</span></a
      >
      <div class="hash">SHA-256 ${sha256 === null ? t.hashing : html`<code>${sha256}</code>`}</div>
    </li>`;
  return html`<section>
    <h2>${t.downloads}</h2>
    ${
      downloads.length === 0
        ? html`<p>${t.noDownloads}</p>`
        : html`<p>${t.downloadsNote}</p>
            <ul class="downloads">
              ${downloads.map(row)}
            </ul>`
    }
  </section>`;
}

function sizeOf(bytes: number, language: Language): string {
  const unit = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: unit[step] ?? 'byte',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1000 ** step);
}
