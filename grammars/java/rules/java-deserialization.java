import javax.servlet.http.*;

class Page extends HttpServlet {

    void a(HttpServletRequest request) throws Exception {
        ObjectInputStream in = new ObjectInputStream(request.getInputStream());
        // ruleid: java-deserialization
        in.readObject();
        // ruleid: java-deserialization
        new XStream().fromXML(request.getParameter("xml"));
        Yaml yaml = new Yaml();
        // ruleid: java-deserialization
        yaml.load(request.getReader());
    }

    void b(HttpServletRequest request, ObjectMapper mapper) throws Exception {
        // ok: java-deserialization
        mapper.readValue(request.getReader(), Page.class);
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        // ok: java-deserialization
        yaml.load(request.getReader());
        ObjectInputStream in = new ObjectInputStream(new FileInputStream("state"));
        // ok: java-deserialization
        in.readObject();
    }
}
