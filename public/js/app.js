// Everything works without this file; it moves the focus to the error summary so that a screen reader reads it first.
document.querySelector('#error-summary:not(.specimen *)')?.focus();
