// Without this file the list stands alone. It draws the same places on a map and keeps list and map in step.
/* global L, Supercluster */
import { addBackground, colour, createMap } from './map-background.js';

const box = document.getElementById('map');
const status = document.getElementById('map-status');
/** No target is smaller than 24 px, and what would lie upon each other becomes a cluster. */
const [LEAST_PX, MOST_PX, CLUSTER_PX, APART_PX] = [24, 46, 40, 60];

box.hidden = false;
const map = createMap(box);

const rowOf = (id) => document.getElementById(id);
const markers = new Map();
let current = null;

function makeCurrent(id) {
  for (const known of [current, id]) {
    const isCurrent = known === id && known !== null;
    rowOf(known)?.classList.toggle('is-current', isCurrent);
    markers.get(known)?.getElement()?.classList.toggle('is-current', isCurrent);
  }
  current = id;
}

function iconOf({ kind, step, mwh }, largestMwh) {
  const px = Math.round(LEAST_PX + (MOST_PX - LEAST_PX) * Math.sqrt(mwh / largestMwh));
  const mark = document.createElement('span');
  mark.className = `place-mark ${kind === 'site' ? 'site' : step === null ? 'none' : `step-${step}`}`;
  mark.style.inlineSize = mark.style.blockSize = `${px}px`;
  return L.divIcon({ html: mark, className: '', iconSize: [px, px] });
}

function popupOf({ name, owner, heat, detail, href }) {
  const content = document.createElement('div');
  const lines = [name, owner, heat, detail].map((text, index) => {
    const line = document.createElement('p');
    const words = index === 0 ? document.createElement('strong') : line;
    words.textContent = text;
    if (index === 0) line.append(words);
    return line;
  });
  const link = document.createElement('a');
  Object.assign(link, { href, textContent: box.dataset.open });
  content.append(...lines, link);
  return content;
}

function placeMarker({ properties, geometry: { coordinates: [longitude, latitude] } }, largestMwh) {
  const { id, name, owner } = properties;
  const marker = L.marker([latitude, longitude], { icon: iconOf(properties, largestMwh), title: `${name}, ${owner}`, alt: `${name}, ${owner}`, zIndexOffset: properties.kind === 'site' ? -1000 : 0 });
  marker.bindPopup(() => popupOf(properties));
  marker.on('click popupopen', () => {
    makeCurrent(id);
    rowOf(id)?.scrollIntoView({ block: 'nearest' });
  });
  marker.on('add', () => {
    const element = marker.getElement();
    element.addEventListener('focus', () => { makeCurrent(id); });
    if (id === current) element.classList.add('is-current');
  });
  markers.set(id, marker);
  return marker;
}

function clusterMarker(cluster, index) {
  const [longitude, latitude] = cluster.geometry.coordinates;
  const count = cluster.properties.point_count;
  const mark = document.createElement('span');
  mark.className = `place-mark cluster${cluster.properties.hasSite ? ' site' : ''}`;
  mark.style.inlineSize = mark.style.blockSize = `${CLUSTER_PX}px`;
  mark.textContent = cluster.properties.point_count_abbreviated;
  const words = box.dataset.cluster.replace('%count%', count);
  const marker = L.marker([latitude, longitude], { icon: L.divIcon({ html: mark, className: '', iconSize: [CLUSTER_PX, CLUSTER_PX] }), title: words, alt: words });
  marker.on('click keypress', ({ originalEvent }) => {
    if (originalEvent instanceof KeyboardEvent && originalEvent.key !== 'Enter') return;
    map.setView([latitude, longitude], Math.min(16, index.getClusterExpansionZoom(cluster.id)));
  });
  return marker;
}

const [places] = await Promise.all([fetch(box.dataset.places).then((answer) => answer.json())]);
const points = places.features.filter(({ geometry }) => geometry.type === 'Point');
const routes = places.features.filter(({ geometry }) => geometry.type === 'LineString');
const largestMwh = Math.max(1, ...points.map(({ properties }) => properties.mwh));
const index = new Supercluster({
  radius: APART_PX, extent: 256, maxZoom: 14, map: ({ kind }) => ({ hasSite: kind === 'site' }), reduce: (all, one) => { all.hasSite ||= one.hasSite; },
}).load(points);
const drawn = L.layerGroup().addTo(map);
const lines = L.geoJSON({ type: 'FeatureCollection', features: routes }, {
  interactive: false, style: () => ({ color: colour('--ink-soft'), weight: 1, dashArray: '4 4' }),
});

let layers = new Map();
/** What stays is not touched: the focus may be on it, or its popup open. */
function draw() {
  const bounds = map.getBounds();
  const around = bounds.pad(0.2);
  const next = new Map();
  for (const each of index.getClusters([around.getWest(), around.getSouth(), around.getEast(), around.getNorth()], Math.round(map.getZoom()))) {
    const key = each.properties.cluster ? `cluster-${each.id}` : each.properties.id;
    next.set(key, layers.get(key) ?? (each.properties.cluster ? clusterMarker(each, index) : markers.get(key) ?? placeMarker(each, largestMwh)));
  }
  // The open one stays, also where the others around it become a cluster.
  const [id, open] = [...markers].find(([, marker]) => marker.isPopupOpen()) ?? [];
  if (open) next.set(id, open);
  for (const [key, layer] of layers) if (!next.has(key)) drawn.removeLayer(layer);
  for (const layer of next.values()) if (!drawn.hasLayer(layer)) layer.addTo(drawn);
  layers = next;
  let shown = 0;
  for (const { properties: { id }, geometry: { coordinates: [longitude, latitude] } } of points) {
    const isInside = bounds.contains([latitude, longitude]);
    shown += Number(isInside);
    rowOf(id)?.classList.toggle('is-outside', !isInside);
  }
  status.textContent = box.dataset.inView.replace('%shown%', shown).replace('%all%', points.length);
}

const everything = L.latLngBounds(points.map(({ geometry: { coordinates: [longitude, latitude] } }) => [latitude, longitude]));
if (points.length === 1) map.setView(everything.getCenter(), 9);
else map.fitBounds(everything.pad(0.15), { maxZoom: 12 });
await addBackground(map, box);
lines.addTo(map);
draw();
// On its way the map is busy: a popup that was asked for meanwhile would be redrawn away.
map.on('movestart', () => { box.setAttribute('aria-busy', 'true'); });
map.on('moveend', () => {
  draw();
  box.removeAttribute('aria-busy');
});
// From the list and from a link inside the popup, too, where the library does not hear it; focus inside the map goes back to the place.
document.addEventListener('keydown', ({ key }) => {
  const [, open] = key === 'Escape' ? [...markers].find(([, marker]) => marker.isPopupOpen()) ?? [] : [];
  if (!open) return;
  const isInside = box.contains(document.activeElement);
  map.closePopup();
  if (isInside) open.getElement()?.focus();
});

for (const button of document.querySelectorAll('.map-show')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const point = points.find(({ properties }) => properties.id === button.dataset.place);
    const [longitude, latitude] = point.geometry.coordinates;
    makeCurrent(button.dataset.place);
    const marker = markers.get(button.dataset.place) ?? placeMarker(point, largestMwh);
    map.setView([latitude, longitude], Math.max(map.getZoom(), 15));
    layers.set(button.dataset.place, marker);
    if (!drawn.hasLayer(marker)) marker.addTo(drawn);
    marker.openPopup();
    box.scrollIntoView({ block: 'nearest' });
  });
}
for (const { properties: { id } } of points) {
  rowOf(id)?.addEventListener('mouseenter', () => { makeCurrent(id); });
  rowOf(id)?.addEventListener('focusin', () => { makeCurrent(id); });
}
