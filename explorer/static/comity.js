"use strict";
// What every page does: nothing is needed to read it; a slip in a form is marked before it is sent.
document.documentElement.classList.add("js");
