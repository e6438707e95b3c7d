import javax.servlet.http.*;

class Page extends HttpServlet {

    void a(HttpServletRequest request, ScriptEngine engine, ExpressionParser parser) throws Exception {
        String text = request.getParameter("text");
        // ruleid: java-script-injection
        engine.eval("x = " + text);
        // ruleid: java-script-injection
        parser.parseExpression(text).getValue();
        // ruleid: java-script-injection
        new GroovyShell().evaluate(text);
    }

    void b(HttpServletRequest request, ScriptEngine engine, ExpressionParser parser) throws Exception {
        String text = request.getParameter("text");
        // ok: java-script-injection
        engine.put("x", text);
        // ok: java-script-injection
        engine.eval("x + 1");
        // ok: java-script-injection
        parser.parseExpression("name").getValue(text);
    }
}
