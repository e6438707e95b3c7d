import java.security.*;
import javax.crypto.*;

class Keys {
    void a() throws Exception {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
        // ruleid: java-weak-key-size
        pairs.initialize(1024);
        KeyGenerator keys = KeyGenerator.getInstance("AES");
        // ruleid: java-weak-key-size
        keys.init(64);
        // ruleid: java-weak-key-size
        new ECGenParameterSpec("secp112r1");
    }

    void b() throws Exception {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
        // ok: java-weak-key-size
        pairs.initialize(3072);
        KeyGenerator keys = KeyGenerator.getInstance("AES");
        // ok: java-weak-key-size
        keys.init(256);
        // ok: java-weak-key-size
        new ECGenParameterSpec("secp256r1");
    }
}
