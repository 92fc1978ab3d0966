// Without this file "Calculate" loads the page anew; with it the result follows each change while the form stays as it is.
const form = document.getElementById('what-if-form');
const result = document.getElementById('what-if-result');
const status = document.getElementById('what-if-status');
let latest = 0;

/** Errors come and go beside their fields; a field that somebody is typing in is left alone. */
function renewFields(fresh) {
  for (const input of form.querySelectorAll('[name]')) {
    const [old, renewed] = [input.closest('.field'), fresh.getElementById(input.id)?.closest('.field')];
    const isTouched = old.contains(document.activeElement);
    const differs = old.classList.contains('has-error') || renewed?.classList.contains('has-error');
    if (renewed && differs && !isTouched) old.replaceWith(renewed);
  }
}

async function calculate() {
  latest += 1;
  const asked = latest;
  result.setAttribute('aria-busy', 'true');
  const query = new URLSearchParams(new FormData(form));
  const response = await fetch(`${form.action}?${query}`, { headers: { accept: 'text/html' } });
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  // Somebody has changed something else meanwhile: that answer counts.
  if (asked !== latest) return;
  const freshResult = fresh.getElementById('what-if-result');
  if (freshResult === null) {
    // Logged out meanwhile, or an error: the page itself will say so.
    form.submit();
    return;
  }
  result.replaceChildren(...freshResult.childNodes);
  result.removeAttribute('aria-busy');
  document.getElementById('what-if-errors').replaceChildren();
  renewFields(fresh);
  status.textContent = document.getElementById('what-if-verdict')?.textContent ?? document.querySelector('.field-error')?.textContent ?? '';
  history.replaceState(null, '', response.url);
}

form.addEventListener('change', () => { void calculate(); });
