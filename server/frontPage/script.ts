// What makes the front page live: it listens to the server's health. A text, because it runs in the browser of whoever
// looks; the page says everything without it too.
export const script = `
const at = (id) => document.getElementById(id);
const line = at('line');
const clock = at('clock');
const numbers = new Intl.NumberFormat(document.documentElement.lang);
let openedAt;

function tick() {
  if (line.dataset.state !== 'live') return;
  const seconds = Math.floor((performance.now() - openedAt) / 1000);
  const two = (number) => String(number).padStart(2, '0');
  clock.textContent =
    Math.floor(seconds / 3600) + ':' + two(Math.floor(seconds / 60) % 60) + ':' + two(seconds % 60);
}

function show(state) {
  line.dataset.state = state;
  at('state').textContent = line.dataset[state];
}

function listen() {
  const source = new EventSource('/health/events');
  source.addEventListener('health', ({ data }) => {
    const health = JSON.parse(data);
    openedAt = performance.now() - health.uptimeSeconds * 1000;
    for (const name of ['people', 'messages', 'head'])
      at(name).textContent = numbers.format(health[name]);
    show('live');
    tick();
  });
  source.addEventListener('error', () => {
    show('lost');
    // The browser comes back by itself, unless it was told that there is no room.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 30000);
  });
}

setInterval(tick, 1000);
listen();
`;
