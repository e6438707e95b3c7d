class Run {
    void a(String name) throws Exception {
        // ruleid: java-runtime-exec
        Runtime.getRuntime().exec("ls " + name);
        // ruleid: java-runtime-exec
        Runtime.getRuntime().exec(new String[]{"sh", "-c", name});
        // ruleid: java-runtime-exec
        new ProcessBuilder("/bin/bash", "-c", "ls " + name).start();
    }

    void b(String name) throws Exception {
        // ok: java-runtime-exec
        new ProcessBuilder("ls", name).start();
        // ok: java-runtime-exec
        Runtime.getRuntime().exec("ls");
        // ok: java-runtime-exec
        new ProcessBuilder("sh", "-c", "ls | wc -l").start();
    }
}
