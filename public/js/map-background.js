// What every map has: its controls in the reader's language, and the land or the tiles that were asked for.
/* global L */
const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;

/** light-dark() is resolved only where it is used as a colour. */
export function colour(name) {
  const probe = document.createElement('span');
  probe.className = 'visually-hidden';
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

export function createMap(box, options = {}) {
  const map = L.map(box, {
    zoomAnimation: !isStill, fadeAnimation: !isStill, markerZoomAnimation: !isStill, maxZoom: 16, minZoom: 3, zoomControl: false, ...options,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  return map;
}

export async function addBackground(map, box) {
  if (box.dataset.tiles) {
    L.tileLayer(box.dataset.tiles).addTo(map);
    return;
  }
  const land = await (await fetch(box.dataset.land)).json();
  const layer = L.geoJSON(land, { renderer: L.canvas(), interactive: false }).addTo(map).bringToBack();
  const paint = () => { layer.setStyle({ color: colour('--map-coast'), weight: 1, fillColor: colour('--map-land'), fillOpacity: 1 }); };
  paint();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
}
