const libxmljs = require("libxmljs");

// ruleid: javascript-xxe
libxmljs.parseXml(text, { noent: true });
// ruleid: javascript-xxe
libxmljs.parseXmlString(text, { nonet: true, noent: true });
const parser = new libxmljs.SaxParser();
// ruleid: javascript-xxe
parser.parseString(text);

// ok: javascript-xxe
libxmljs.parseXml(text);
// ok: javascript-xxe
libxmljs.parseXml(text, { noent: false });
// ok: javascript-xxe
other.parseString(text);
