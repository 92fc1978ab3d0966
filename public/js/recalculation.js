// Without this file the page has a Refresh link; with it the bar moves, and the page is loaded anew when the scoring is done.
const PAUSE_MS = 1500;
const box = document.getElementById('recalculation');
const text = document.getElementById('recalculation-text');
const bar = document.getElementById('recalculation-progress');

/** A reload must not throw away what somebody is typing or reading with the keyboard. */
const isBusy = () => document.activeElement?.matches('input, select, textarea') ?? false;

async function ask() {
  const response = await fetch(box.dataset.href, { headers: { accept: 'application/json' } });
  if (!response.ok) return;
  const state = await response.json();
  if (!state.running && !isBusy()) {
    window.location.reload();
    return;
  }
  text.textContent = state.running ? state.text : 'Scoring is done: refresh to see the new ranking.';
  if (state.total > 0) {
    bar.max = state.total;
    bar.value = state.done;
  }
  setTimeout(ask, PAUSE_MS);
}
if (box) setTimeout(ask, PAUSE_MS);
