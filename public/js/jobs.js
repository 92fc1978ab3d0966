// Without this file the page has a Refresh link; with it the lists are brought up to date while somebody looks at them.
const PAUSE_MS = 2000;
const lists = document.getElementById('jobs');

/** Nothing is exchanged under a hand that is about to press a button, nor where nobody looks. */
const isAtRest = () => !document.hidden && !lists.contains(document.activeElement) && lists.querySelector('a:hover, button:hover') === null;

async function refresh() {
  if (isAtRest()) {
    const response = await fetch(lists.dataset.href, { headers: { accept: 'text/html' } });
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('jobs');
    // Logged out meanwhile, or an error page: the next click will say so.
    if (fresh === null) return;
    if (isAtRest()) lists.replaceChildren(...fresh.childNodes);
  }
  setTimeout(refresh, PAUSE_MS);
}
if (lists) setTimeout(refresh, PAUSE_MS);
