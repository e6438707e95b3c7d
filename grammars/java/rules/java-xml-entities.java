import java.net.Socket;
import javax.xml.parsers.*;
import javax.xml.stream.*;

class Parse {
    void a(Socket socket) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        DocumentBuilder builder = factory.newDocumentBuilder();
        // ruleid: java-xml-entities
        builder.parse(socket.getInputStream());
    }

    void c(Socket socket) throws Exception {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // ruleid: java-xml-entities
        factory.createXMLStreamReader(socket.getInputStream());
    }

    void e(Socket socket) throws Exception {
        SAXReader reader = new SAXReader();
        // ruleid: java-xml-entities
        reader.read(socket.getInputStream());
    }

    void b(Socket socket) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        // ok: java-xml-entities
        builder.parse(socket.getInputStream());
    }

    void d(Socket socket) throws Exception {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        // ok: java-xml-entities
        factory.createXMLStreamReader(socket.getInputStream());
    }

    void f(Socket socket) throws Exception {
        SAXReader reader = new SAXReader();
        reader.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        // ok: java-xml-entities
        reader.read(socket.getInputStream());
    }
}
