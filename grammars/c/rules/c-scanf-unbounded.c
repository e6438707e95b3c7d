#include <stdio.h>

void a(FILE *f, const char *text) {
  char b[16];
  int n;
  // ruleid: c-scanf-unbounded
  scanf("%s", b);
  // ruleid: c-scanf-unbounded
  fscanf(f, "%d %s", &n, b);
  // ruleid: c-scanf-unbounded
  sscanf(text, "%[a-z]", b);
}

void b(FILE *f, const char *text) {
  char b[16];
  int n;
  // ok: c-scanf-unbounded
  scanf("%15s", b);
  // ok: c-scanf-unbounded
  fscanf(f, "%d", &n);
  // ok: c-scanf-unbounded
  sscanf(text, "%15[a-z]", b);
}
