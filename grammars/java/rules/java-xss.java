import javax.servlet.http.*;

class Page extends HttpServlet {

    void a(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java-xss
        response.getWriter().println("Hello " + name);
        // ruleid: java-xss
        response.getOutputStream().write(request.getPathInfo().getBytes());
        PrintWriter out = response.getWriter();
        // ruleid: java-xss
        out.print("<b>" + name + "</b>");
    }

    void b(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        // ok: java-xss
        response.getWriter().println("Hello " + HtmlUtils.htmlEscape(name));
        // ok: java-xss
        response.getWriter().println("Hello");
        // ok: java-xss
        response.getWriter().print(Integer.parseInt(name));
    }
}
