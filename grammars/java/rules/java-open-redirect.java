import javax.servlet.http.*;

class Page extends HttpServlet {

    void a(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // ruleid: java-open-redirect
        response.sendRedirect(request.getParameter("target"));
        String host = request.getParameter("host");
        // ruleid: java-open-redirect
        response.sendRedirect("//" + host);
        // ruleid: java-open-redirect
        response.setHeader("Location", host);
    }

    void b(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        // ok: java-open-redirect
        response.sendRedirect("/users/" + name);
        // ok: java-open-redirect
        response.sendRedirect("https://example.org/?q=" + URLEncoder.encode(name, "UTF-8"));
        // ok: java-open-redirect
        response.sendRedirect("/home");
    }
}
