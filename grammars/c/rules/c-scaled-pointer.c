#include <stddef.h>

int nth(int *numbers, size_t i) {
    // ruleid: c-scaled-pointer
    return *(numbers + i * sizeof(int));
}

int second(int *numbers) {
    // ruleid: c-scaled-pointer
    return *(numbers + sizeof(int));
}

double back(double *numbers, size_t i) {
    // ruleid: c-scaled-pointer
    return *(numbers - i * sizeof(double));
}

int good(int *numbers, char *bytes, size_t i) {
    // ok: c-scaled-pointer
    int a = *(numbers + i);
    // ok: c-scaled-pointer
    int b = *(int *)(bytes + i * sizeof(int));
    // ok: c-scaled-pointer
    size_t size = i * sizeof(int);
    return a + b;
}
