// What makes the workbench quicker. Everything works without it.
"use strict";
