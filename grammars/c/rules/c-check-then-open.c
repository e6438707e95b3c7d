#include <unistd.h>

void write_log(const char *path) {
    if (access(path, W_OK) == 0) {
        // ruleid: c-check-then-open
        FILE *file = fopen(path, "a");
    }
}

void own(const char *path) {
    struct stat info;
    if (stat(path, &info) != 0) {
        return;
    }
    // ruleid: c-check-then-open
    chmod(path, 0600);
}

int read_config(const char *path) {
    struct stat info;
    int rc = stat(path, &info);
    // ruleid: c-check-then-open
    return open(path, O_RDONLY);
}

void good(const char *path, const char *other) {
    // ok: c-check-then-open
    int fd = open(path, O_RDONLY | O_NOFOLLOW);
    struct stat info;
    fstat(fd, &info);
    if (access(path, R_OK) == 0) {
        // ok: c-check-then-open
        FILE *file = fopen(other, "r");
    }
}

void plain(const char *path) {
    // ok: c-check-then-open
    FILE *file = fopen(path, "r");
}
