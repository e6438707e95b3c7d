#include <sys/stat.h>

void make(const char *path, int mode) {
    // ruleid: c-world-writable
    int a = open(path, O_CREAT | O_WRONLY, 0666);
    // ruleid: c-world-writable
    chmod(path, 0777);
    // ruleid: c-world-writable
    mkdir(path, S_IRWXU | S_IRWXO);
    // ok: c-world-writable
    int b = open(path, O_CREAT | O_WRONLY, 0600);
    // ok: c-world-writable
    chmod(path, 0755);
    // ok: c-world-writable
    mkdir(path, mode);
}
