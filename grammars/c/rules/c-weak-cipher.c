#include <openssl/evp.h>

void choose(EVP_CIPHER_CTX *context, const unsigned char *key, const unsigned char *iv) {
    // ruleid: c-weak-cipher
    EVP_EncryptInit_ex(context, EVP_des_ede3_cbc(), NULL, key, iv);
    // ruleid: c-weak-cipher
    EVP_EncryptInit_ex(context, EVP_rc4(), NULL, key, iv);
    // ruleid: c-weak-cipher
    EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), NULL, key, iv);
    // ok: c-weak-cipher
    EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, iv);
    // ok: c-weak-cipher
    EVP_EncryptInit_ex(context, EVP_chacha20_poly1305(), NULL, key, iv);
    // ok: c-weak-cipher
    EVP_CIPHER_CTX_free(context);
}
