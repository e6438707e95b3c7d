import javax.servlet.http.*;

class Page extends HttpServlet {

    void a(HttpServletRequest request, RestTemplate template, HttpClient client) throws Exception {
        String address = request.getParameter("address");
        // ruleid: java-ssrf
        new URL(address).openStream();
        // ruleid: java-ssrf
        template.getForObject(address + "/x", String.class);
        // ruleid: java-ssrf
        HttpRequest call = HttpRequest.newBuilder(new URI(address)).build();
    }

    void b(HttpServletRequest request, RestTemplate template) throws Exception {
        String name = request.getParameter("name");
        // ok: java-ssrf
        template.getForObject("https://example.org/{name}", String.class, name);
        // ok: java-ssrf
        new URL("https://example.org/" + name).openStream();
        // ok: java-ssrf
        template.getForObject(table.get(Integer.parseInt(name)), String.class);
    }
}
