// Without this file the two fields are typed and a button shows the distances. It puts a map below the fields and keeps both in step;
// what the coordinates mean and how far it is, the server says.
/* global L */
import { addBackground, createMap } from './map-background.js';

const choice = document.getElementById('place-choice');
const box = choice.querySelector('.map');
const status = choice.querySelector('.place-text');
const fields = { latitude: document.getElementById('latitude'), longitude: document.getElementById('longitude') };
const rows = [...choice.querySelectorAll('tr[data-building]')];
const PATIENCE_MS = 250;
/** About a metre, as the server writes it. */
const DIGITS = 5;
const [STEP_PX, SMALL_STEP_PX, MARK_PX] = [16, 2, 28];
/** Web Mercator ends here. */
const LAST_LATITUDE = 85;
const RINGS_KM = [5, 10, 20, 50];
const MOST_RINGED = 3;
const KM_PER_DEGREE = 111.2;
const NORWAY = [[58, 5], [71, 30]];
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

choice.querySelector('.place-map').hidden = false;
choice.querySelector('.place-ask').hidden = true;
// The wheel scrolls the page until somebody means the map.
const map = createMap(box, { scrollWheelZoom: false });
map.on('focus', () => { map.scrollWheelZoom.enable(); });
map.on('blur', () => { map.scrollWheelZoom.disable(); });

function markIcon(kind) {
  const mark = document.createElement('span');
  mark.className = `place-mark ${kind}`;
  mark.style.inlineSize = mark.style.blockSize = `${MARK_PX}px`;
  return L.divIcon({ html: mark, className: '', iconSize: [MARK_PX, MARK_PX] });
}

const pointOf = ({ dataset }) => [Number(dataset.latitude), Number(dataset.longitude)];

/** One mark a site: its buildings stand at its place. The table says the same to whoever cannot point at a mark. */
function addBuildings() {
  for (const site of new Set(rows.map(({ dataset }) => dataset.site))) {
    const ofSite = rows.filter(({ dataset }) => dataset.site === site);
    const [first] = ofSite;
    const names = ofSite.map((row) => row.querySelector('th').firstChild.textContent);
    const words = document.createElement('span');
    words.append(...[first.dataset.siteName, ...names].map((name, index) => {
      const line = document.createElement(index === 0 ? 'strong' : 'span');
      line.textContent = name;
      return line;
    }));
    L.marker(pointOf(first), { icon: markIcon('site'), keyboard: false, bubblingMouseEvents: true }).bindTooltip(words, { direction: 'top', offset: [0, -MARK_PX / 2] }).addTo(map);
  }
}

/** Where there is nothing but land around, they say how far it is. */
function addRings() {
  const centres = [...new Map(rows.map((row) => [row.dataset.site, pointOf(row)])).values()];
  if (centres.length > MOST_RINGED) return;
  for (const [latitude, longitude] of centres) {
    for (const km of RINGS_KM) {
      L.circle([latitude, longitude], { radius: km * 1000, interactive: false, fill: false, weight: 1, className: 'place-ring' }).addTo(map);
      L.tooltip([latitude - km / KM_PER_DEGREE, longitude], { content: `${km}\u00a0km`, permanent: true, direction: 'center', className: 'place-ring-name' }).addTo(map);
    }
  }
}

const marker = L.marker([0, 0], { icon: markIcon('chosen'), draggable: true, zIndexOffset: 1000 });
marker.on('add', () => {
  const element = marker.getElement();
  // Its arrow keys are meant for it, not for the reading cursor of a screen reader.
  element.setAttribute('role', 'application');
  element.setAttribute('aria-label', choice.dataset.mark);
  element.addEventListener('keydown', moveByKey);
});
const move = (latLng) => { marker.setLatLng(latLng).addTo(map); };

let waiting;
let asked = new AbortController();

function showAnswer({ text, rows: found }) {
  status.textContent = text;
  const known = new Map(rows.map((row) => [row.dataset.building, row]));
  for (const { id, straight, route } of found) {
    const row = known.get(id);
    if (row === undefined) continue;
    const [straightCell, routeCell] = row.querySelectorAll('td');
    straightCell.textContent = straight ?? '–';
    routeCell.textContent = route ?? '–';
    row.parentElement.append(row);
  }
}

async function ask() {
  asked.abort();
  asked = new AbortController();
  const typed = { latitude: fields.latitude.value, longitude: fields.longitude.value, except: choice.dataset.except };
  try {
    const answer = await fetch(`${choice.dataset.distances}?${new URLSearchParams(typed)}`, { signal: asked.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const said = await answer.json();
    showAnswer(said);
    return said.place;
  } catch (error) {
    if (error.name !== 'AbortError') status.textContent = choice.dataset.unreachable;
    return undefined;
  }
}

/** From the map: the fields follow at once, the distances when the hand rests. */
function choose(latLng) {
  const { lat, lng } = latLng.wrap();
  const latitude = Math.max(-LAST_LATITUDE, Math.min(LAST_LATITUDE, lat));
  fields.latitude.value = latitude.toFixed(DIGITS);
  fields.longitude.value = lng.toFixed(DIGITS);
  move([latitude, lng]);
  clearTimeout(waiting);
  waiting = setTimeout(ask, PATIENCE_MS);
}

/** From the fields: the mark follows what the server could read. */
async function follow() {
  const place = await ask();
  if (place === undefined) return;
  if (place === null) {
    marker.remove();
    return;
  }
  const point = L.latLng(place.latitude, place.longitude);
  move(point);
  if (!map.getBounds().contains(point)) map.panTo(point);
}

function moveByKey(event) {
  const [x, y] = ARROWS[event.key] ?? [];
  if (x === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const step = event.shiftKey ? SMALL_STEP_PX : STEP_PX;
  choose(map.unproject(map.project(marker.getLatLng()).add([x * step, y * step])));
  map.panInside(marker.getLatLng(), { padding: [MARK_PX, MARK_PX], animate: false });
}

map.on('click', ({ latlng }) => { choose(latlng); });
marker.on('dragend', () => { choose(marker.getLatLng()); });
choice.querySelector('.place-centre button').addEventListener('click', () => { choose(map.getCenter()); });
box.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.target !== box) return;
  event.preventDefault();
  choose(map.getCenter());
});
for (const field of Object.values(fields)) {
  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(follow, PATIENCE_MS);
  });
}

const start = choice.dataset.latitude === undefined ? [] : [pointOf(choice)];
const shown = [...start, ...rows.map(pointOf)];
map.fitBounds(shown.length === 0 ? NORWAY : L.latLngBounds(shown).pad(0.3), { maxZoom: 9 });
if (start[0]) move(start[0]);
addRings();
addBuildings();
await addBackground(map, box);
