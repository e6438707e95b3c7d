#include <xercesc/parsers/XercesDOMParser.hpp>

void dom(InputSource &data) {
    XercesDOMParser *parser = new XercesDOMParser();
    // ruleid: cpp-xerces-external-entities
    parser->parse(data);
}

void sax(InputSource &data) {
    SAXParser *parser = new SAXParser();
    parser->setDoNamespaces(true);
    // ruleid: cpp-xerces-external-entities
    parser->parse(data);
}

void reader(InputSource &data) {
    SAX2XMLReader *reader = XMLReaderFactory::createXMLReader();
    // ruleid: cpp-xerces-external-entities
    reader->parse(data);
}

void good(InputSource &data, Parser *own) {
    XercesDOMParser *parser = new XercesDOMParser();
    parser->setDisableDefaultEntityResolution(true);
    // ok: cpp-xerces-external-entities
    parser->parse(data);
    // ok: cpp-xerces-external-entities
    own->parse(data);
}

void feature(InputSource &data) {
    SAX2XMLReader *reader = XMLReaderFactory::createXMLReader();
    reader->setFeature(XMLUni::fgXercesDisableDefaultEntityResolution, true);
    // ok: cpp-xerces-external-entities
    reader->parse(data);
}
