#define ROWS 8

void clear(void) {
    int rows[ROWS];
    for (int i = 0; i <= ROWS; i++) {
        // ruleid: c-loop-past-end
        rows[i] = 0;
    }
    for (int i = 0; i < ROWS; i++) {
        // ok: c-loop-past-end
        rows[i] = 1;
    }
}

int sum(void) {
    int rows[16] = {0};
    int total = 0, i;
    for (i = 0; i <= 16; i++) {
        // ruleid: c-loop-past-end
        total += rows[i];
    }
    return total;
}

void bytes(char *out) {
    char line[80];
    for (size_t i = 0; i <= 80; ++i) {
        // ruleid: c-loop-past-end
        out[0] = line[i];
    }
    for (size_t i = 0; i <= 79; ++i) {
        // ok: c-loop-past-end
        line[i] = 'x';
    }
    for (size_t i = 1; i <= 80; ++i) {
        // ok: c-loop-past-end
        line[i - 1] = 'x';
    }
}
