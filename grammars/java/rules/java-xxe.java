import javax.xml.parsers.*;
import javax.xml.stream.*;

class Parse {
    void a() throws Exception {
        // ruleid: java-xxe
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.newDocumentBuilder();
    }

    void c() throws Exception {
        // ruleid: java-xxe
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setNamespaceAware(true);
    }

    void e() {
        // ruleid: java-xxe
        final XMLInputFactory inputs = XMLInputFactory.newInstance();
    }

    void b() throws Exception {
        // ok: java-xxe
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    }

    void d() {
        // ok: java-xxe
        XMLInputFactory inputs = XMLInputFactory.newInstance();
        inputs.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }

    void f() {
        // ok: java-xxe
        TransformerFactory other = TransformerFactory.newInstance();
    }
}

class Others {
    void open(Reader in) throws Exception {
        // ruleid: java-xxe
        SAXReader reader = new SAXReader();
        reader.read(in);
        // ruleid: java-xxe
        SAXBuilder builder = new SAXBuilder();
        builder.build(in);
        // ruleid: java-xxe
        SchemaFactory makers = SchemaFactory.newInstance(LANGUAGE);
        makers.newSchema(new StreamSource(in));
    }

    void careful(Reader in) throws Exception {
        // ok: java-xxe
        SAXReader reader = new SAXReader();
        reader.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        reader.read(in);
        // ok: java-xxe
        SchemaFactory makers = SchemaFactory.newInstance(LANGUAGE);
        makers.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        makers.newSchema(new StreamSource(in));
        // ok: java-xxe
        XMLInputFactory inputs = XMLInputFactory.newFactory();
        inputs.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }
}
