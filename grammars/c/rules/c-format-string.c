#include <stdio.h>
#include <syslog.h>

void a(const char *text, char **argv) {
  char b[10];
  // ruleid: c-format-string
  printf(text);
  // ruleid: c-format-string
  fprintf(stderr, argv[1]);
  // ruleid: c-format-string
  syslog(LOG_ERR, text);
  // ruleid: c-format-string
  snprintf(b, sizeof b, text);
}

void b(const char *text) {
  // ok: c-format-string
  printf("%s", text);
  // ok: c-format-string
  printf("plain\n");
  // ok: c-format-string
  fprintf(stderr, "a" "b");
  // ok: c-format-string
  syslog(LOG_ERR, "%s", text);
  // ok: c-format-string
  printf(_("translated\n"));
  // ok: c-format-string
  printf(USAGE);
}
