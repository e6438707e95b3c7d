import javax.servlet.http.*;

class Page extends HttpServlet {

    void a(HttpServletRequest request) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java-path-traversal
        new FileInputStream("files/" + name);
        java.io.File file = new java.io.File("files", name);
        // ruleid: java-path-traversal
        file.delete();
        // ruleid: java-path-traversal
        Files.readAllBytes(Paths.get("files", name));
    }

    void b(HttpServletRequest request) throws Exception {
        String name = request.getParameter("name");
        // ok: java-path-traversal
        new FileInputStream("files/" + FilenameUtils.getName(name));
        Path path = Paths.get("files").resolve(name).normalize();
        if (!path.startsWith(Paths.get("files"))) {
            throw new IllegalArgumentException();
        }
        // ok: java-path-traversal
        Files.readAllBytes(path);
        // ok: java-path-traversal
        new FileInputStream("files/" + Integer.parseInt(name));
    }

    private static final Map<String, String> PAGES = Map.of("home", "home.html", "help", "help.html");

    void c(HttpServletRequest request) throws Exception {
        String page = PAGES.getOrDefault(request.getParameter("page"), "home.html");
        // ok: java-path-traversal
        new FileInputStream("pages/" + page);
        Map<String, String> given = Map.of("page", request.getParameter("page"));
        // ruleid: java-path-traversal
        new FileInputStream("pages/" + given.get("page"));
    }
}
