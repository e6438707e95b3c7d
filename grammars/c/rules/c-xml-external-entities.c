#include <libxml/parser.h>

void load(const char *name, const char *text, int size) {
    // ruleid: c-xml-external-entities
    xmlDocPtr a = xmlReadFile(name, NULL, XML_PARSE_NOENT);
    // ruleid: c-xml-external-entities
    xmlDocPtr b = xmlReadFile(name, NULL, XML_PARSE_DTDLOAD | XML_PARSE_NOERROR);
    // ruleid: c-xml-external-entities
    xmlDocPtr c = xmlReadMemory(text, size, "a.xml", NULL, XML_PARSE_NOENT | XML_PARSE_NONET);
    // ok: c-xml-external-entities
    xmlDocPtr d = xmlReadFile(name, NULL, 0);
    // ok: c-xml-external-entities
    xmlDocPtr e = xmlReadMemory(text, size, "a.xml", NULL, XML_PARSE_NONET);
    // ok: c-xml-external-entities
    xmlDocPtr f = xmlReadFile(name, NULL, XML_PARSE_NOERROR | XML_PARSE_NONET);
}
