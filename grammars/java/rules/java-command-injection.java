import javax.servlet.http.*;

class Page extends HttpServlet {

    void a(HttpServletRequest request) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java-command-injection
        Runtime.getRuntime().exec("ls " + name);
        // ruleid: java-command-injection
        new ProcessBuilder("sh", "-c", "grep x " + name).start();
        String[] command = {name, "-v"};
        // ruleid: java-command-injection
        new ProcessBuilder(command).start();
    }

    void b(HttpServletRequest request) throws Exception {
        String name = request.getParameter("name");
        // ok: java-command-injection
        new ProcessBuilder("ls", "--", name).start();
        // ok: java-command-injection
        Runtime.getRuntime().exec("head -n " + Integer.parseInt(name));
        // ok: java-command-injection
        Runtime.getRuntime().exec("ls");
    }
}
