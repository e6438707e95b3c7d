import javax.servlet.http.*;

class Page extends HttpServlet {

    void a(HttpServletRequest request, XPath xpath, Document doc) throws Exception {
        String name = request.getParameter("name");
        String expression = "//user[@name='" + name + "']";
        // ruleid: java-xpath-injection
        xpath.evaluate(expression, doc);
        // ruleid: java-xpath-injection
        xpath.compile("//user[@name='" + name + "']");
        // ruleid: java-xpath-injection
        doc.selectNodes(expression);
    }

    void b(HttpServletRequest request, XPath xpath, Document doc) throws Exception {
        String name = request.getParameter("name");
        // ok: java-xpath-injection
        xpath.evaluate("//user[@name=$name]", doc);
        // ok: java-xpath-injection
        xpath.compile("//user");
        // ok: java-xpath-injection
        xpath.compile("//user[" + Integer.parseInt(name) + "]");
    }
}
