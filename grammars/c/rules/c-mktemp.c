#include <stdio.h>
#include <stdlib.h>

void a(char *t) {
  // ruleid: c-mktemp
  mktemp(t);
  // ruleid: c-mktemp
  char *n = tmpnam(NULL);
  // ruleid: c-mktemp
  fopen(tempnam("/tmp", "x"), "w");
}

void b(char *t) {
  // ok: c-mktemp
  int fd = mkstemp(t);
  // ok: c-mktemp
  FILE *f = tmpfile();
  // ok: c-mktemp
  char *d = mkdtemp(t);
}
