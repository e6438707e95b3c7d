const express = require("express");

// ruleid: javascript-static-private-folder
app.use(express.static(__dirname));
// ruleid: javascript-static-private-folder
app.use("/lib", express.static("./node_modules/angular"));
// ruleid: javascript-static-private-folder
app.use(express.static("./"));

// ok: javascript-static-private-folder
app.use(express.static("public"));
// ok: javascript-static-private-folder
app.use(express.static(path.join(__dirname, "public")));
// ok: javascript-static-private-folder
app.use(express.static("./node_assets"));
