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
}
