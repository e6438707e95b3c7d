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

/* A cipher's own parts, and a list of all that there are. */
void DES_ede3_all(unsigned char *block) {
  // ok: c-weak-cipher
  DES_encrypt3(block, 0);
  // ok: c-weak-cipher
  DES_ecb_encrypt(block, block, 0, 1);
}

const EVP_CIPHER *cipher_bf_cbc(void) {
  // ok: c-weak-cipher
  return EVP_bf_cbc();
}

void EVP_CIPHER_do_all(void (*callback)(const EVP_CIPHER *)) {
  // ok: c-weak-cipher
  callback(EVP_rc4());
}

const EVP_CIPHER *chosen(void) {
  // ruleid: c-weak-cipher
  return EVP_bf_cbc();
}
