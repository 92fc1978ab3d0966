// Everything works without this file; it moves the focus to the error summary so that a screen reader reads it first.
document.querySelector('#error-summary:not(.specimen *)')?.focus();

// Pictures further down are loaded when they come near; on paper all of them are there.
addEventListener('beforeprint', () => {
  for (const image of document.querySelectorAll('img[loading=lazy]')) image.loading = 'eager';
});
