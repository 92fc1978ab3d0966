// Without this file the page has a Refresh link; with it the bar moves, and the page is loaded anew when there is more to see.
const PAUSE_MS = 1500;
const box = document.getElementById('plan-progress');
const text = document.getElementById('plan-progress-text');
const bar = document.getElementById('plan-progress-bar');

/** A reload must not take the page from under somebody who reads it with the keyboard or is about to press Stop. */
const isBusy = () => box.matches(':hover') || (document.activeElement?.matches('a, button, summary') ?? false);

async function ask() {
  const response = await fetch(box.dataset.href, { headers: { accept: 'application/json' } });
  // Logged out meanwhile, or an error: the next click will say so.
  if (!response.ok) return;
  const state = await response.json();
  const isNew = !state.running || String(state.parts) !== box.dataset.parts;
  if (isNew && !isBusy()) {
    window.location.reload();
    return;
  }
  text.textContent = state.running ? state.text : box.dataset.done;
  if (state.fraction !== null) bar.value = state.fraction;
  setTimeout(ask, PAUSE_MS);
}
if (box) setTimeout(ask, PAUSE_MS);
