import java.security.*;

class Sum {
    void a() throws Exception {
        // ruleid: java-weak-hash
        MessageDigest.getInstance("MD5");
        // ruleid: java-weak-hash
        MessageDigest.getInstance("SHA-1", "SUN");
        // ruleid: java-weak-hash
        Signature.getInstance("SHA1withRSA");
    }

    void b(String name) throws Exception {
        // ok: java-weak-hash
        MessageDigest.getInstance("SHA-256");
        // ok: java-weak-hash
        Signature.getInstance("SHA256withRSA");
        // ok: java-weak-hash
        MessageDigest.getInstance(name);
    }
}
