// Live pages: one stream of events for the incident on the page (or the inbox). Parts that ask for it are fetched anew:
//   <section hx-get="…" hx-trigger="hotwash:changed from:body">            after any change
//   <section hx-get="…" hx-trigger="hotwash:changed:respond from:body">    after a change in that stage
// The stream says only that something changed; the permission to read it is checked by the fetch.
import { initialsOf } from './wording';

const SETTLE_MS = 250;

function listen(address: string): void {
  let timer = 0;
  let stream: EventSource | null = null;
  const stages = new Set<string>();

  const tell = (name: string) => document.body.dispatchEvent(new CustomEvent(name, { bubbles: true }));
  const changed = (event: MessageEvent<string>) => {
    stages.add(stageOf(event.data));
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      tell('hotwash:changed');
      for (const stage of stages) if (stage) tell(`hotwash:changed:${stage}`);
      stages.clear();
    }, SETTLE_MS);
  };
  const open = () => {
    if (stream && stream.readyState !== EventSource.CLOSED) return;
    stream = new EventSource(address);
    stream.addEventListener('change', changed);
    stream.addEventListener('here', (event: MessageEvent<string>) => showHere(JSON.parse(event.data) as string[]));
  };
  const close = () => {
    stream?.close();
    stream = null;
  };

  open();
  // a page in the background holds no connection, and catches up when it is looked at again
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return close();
    open();
    tell('hotwash:changed');
  });
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', (event) => event.persisted && open());
}

/** Who has this incident open, as avatars in its head. */
function showHere(names: string[]): void {
  const place = document.querySelector<HTMLElement>('[data-here-list]');
  if (!place) return;
  place.hidden = names.length < 2; // oneself alone is no news
  place.setAttribute('aria-label', `Here now: ${names.join(', ')}`);
  const avatars = names.map((name) => {
    const avatar = document.createElement('span');
    avatar.className = 'avatar';
    avatar.dataset['here'] = '';
    avatar.title = `${name} is here`;
    avatar.textContent = initialsOf(name);
    return avatar;
  });
  place.replaceChildren(...avatars);
}

function stageOf(data: string): string {
  try {
    return ((JSON.parse(data) as { type?: string }).type ?? '').split('.')[0] ?? '';
  } catch {
    return '';
  }
}

const incident = document.querySelector<HTMLElement>('[data-live-incident]')?.dataset['liveIncident'];
if (incident) listen(`/live/incidents/${encodeURIComponent(incident)}`);
else if (document.querySelector('[data-live-inbox]')) listen('/live/inbox');
