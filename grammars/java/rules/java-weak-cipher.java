import javax.crypto.Cipher;

class Seal {
    void a() throws Exception {
        // ruleid: java-weak-cipher
        Cipher.getInstance("DES/CBC/PKCS5Padding");
        // ruleid: java-weak-cipher
        Cipher.getInstance("AES/ECB/PKCS5Padding");
        // ruleid: java-weak-cipher
        Cipher.getInstance("AES");
        // ruleid: java-weak-cipher
        Cipher.getInstance("RC4", "BC");
    }

    void b(String name) throws Exception {
        // ok: java-weak-cipher
        Cipher.getInstance("AES/GCM/NoPadding");
        // ok: java-weak-cipher
        Cipher.getInstance("ChaCha20-Poly1305");
        // ok: java-weak-cipher
        Cipher.getInstance("AES/CBC/PKCS5Padding");
        // ok: java-weak-cipher
        Cipher.getInstance(name);
    }
}
