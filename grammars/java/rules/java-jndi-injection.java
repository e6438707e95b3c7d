import javax.servlet.http.*;

class Page extends HttpServlet {

    void a(HttpServletRequest request, Context context) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java-jndi-injection
        context.lookup(name);
        // ruleid: java-jndi-injection
        InitialContext.doLookup("java:" + name);
        // ruleid: java-jndi-injection
        context.list(name);
    }

    void b(HttpServletRequest request, Context context, Table table) throws Exception {
        String name = request.getParameter("name");
        // ok: java-jndi-injection
        context.lookup("java:comp/env/jdbc/shop");
        // ok: java-jndi-injection
        table.lookup(name);
        // ok: java-jndi-injection
        context.lookup("java:comp/env/" + Integer.parseInt(name));
    }
}
