// Live pages: one stream of events for the incident on the page. Parts that ask for it are fetched anew:
//   <section hx-get="…" hx-trigger="hotwash:changed from:body">
// The stream says only that something changed; the permission to read it is checked by the fetch.
const SETTLE_MS = 300;

function listen(reference: string): void {
  let timer = 0;
  let stream: EventSource | null = null;
  const changed = (event: MessageEvent<string>) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      document.body.dispatchEvent(new CustomEvent('hotwash:changed', { detail: { data: event.data }, bubbles: true }));
    }, SETTLE_MS);
  };
  const open = () => {
    if (stream && stream.readyState !== EventSource.CLOSED) return;
    stream = new EventSource(`/live/incidents/${encodeURIComponent(reference)}`);
    stream.addEventListener('message', changed);
    stream.addEventListener('changed', changed as EventListener);
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
    document.body.dispatchEvent(new CustomEvent('hotwash:changed', { detail: {}, bubbles: true }));
  });
  window.addEventListener('pagehide', close);
}

const place = document.querySelector<HTMLElement>('[data-live-incident]');
if (place?.dataset['liveIncident']) listen(place.dataset['liveIncident']);
