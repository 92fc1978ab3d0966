// Without this file Tab goes from row to row; with it j and k do, as long as the box that says so is ticked.
const KEPT_AS = 'row-keys';
const STEPS = { j: 1, k: -1 };
const choice = document.getElementById('row-keys');
const links = [...document.querySelectorAll('.queue-rows > tr > th a')];

/** A browser that keeps nothing has the keys on at every page. */
function kept(value) {
  try {
    if (value !== undefined) localStorage.setItem(KEPT_AS, value);
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

/** Where a letter means itself: in what is typed, and in a choice that it jumps in. */
const isTyped = (target) => target instanceof Element && (target.isContentEditable || target.matches('input:not([type=checkbox]), select, textarea'));

function move(step) {
  const current = links.indexOf(document.activeElement?.closest('.queue-rows > tr')?.querySelector('th a'));
  const next = current === -1 ? (step > 0 ? 0 : links.length - 1) : current + step;
  links[next]?.focus();
}

if (choice && links.length > 0) {
  choice.checked = kept() !== 'off';
  choice.closest('p').hidden = false;
  choice.addEventListener('change', () => { kept(choice.checked ? 'on' : 'off'); });
  document.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined || !choice.checked || event.ctrlKey || event.metaKey || event.altKey || isTyped(event.target)) return;
    event.preventDefault();
    move(step);
  });
}
