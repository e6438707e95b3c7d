#include <stdio.h>

void a(char *p) {
  char b[10];
  // ruleid: c-gets
  gets(b);
  // ruleid: c-gets
  char *r = gets(p);
  // ruleid: c-gets
  if (gets(p)) puts(r);
}

void b(FILE *f, struct s *o) {
  char b[10];
  // ok: c-gets
  fgets(b, sizeof b, stdin);
  // ok: c-gets
  getline(&o->line, &o->size, f);
  // ok: c-gets
  my_gets(b);
}
