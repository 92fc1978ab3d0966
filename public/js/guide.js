// Without this file the sketch shows what was sent; with it, it follows what stands in the fields.
const form = document.getElementById('guide-form');
const image = document.getElementById('guide-sketch');
const text = document.getElementById('guide-sketch-text');
const PAUSE_MS = 300;
let waiting;
let latest = 0;

function query() {
  const fields = new URLSearchParams(new FormData(form));
  fields.delete('_csrf');
  fields.set('step', form.dataset.step);
  return fields;
}

async function sketch() {
  latest += 1;
  const asked = latest;
  const fields = query();
  const answer = await fetch(`/guide/sketch.json?${fields}`, { headers: { accept: 'application/json' } });
  if (!answer.ok || asked !== latest) return;
  const { text: words, known } = await answer.json();
  if (asked !== latest) return;
  text.textContent = words;
  image.hidden = !known;
  if (known) image.src = `${image.dataset.svg}&${fields}`;
}

form.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => { void sketch(); }, PAUSE_MS);
});
