#include <string.h>

void a(const char *text, char **argv) {
  char buffer[16];
  // ruleid: c-strcpy-fixed-buffer
  strcpy(buffer, text);
  if (argv[1]) {
    // ruleid: c-strcpy-fixed-buffer
    strcat(buffer, argv[1]);
  }
  static char kept[8];
  // ruleid: c-strcpy-fixed-buffer
  strcpy(kept, argv[0]);
}

void b(const char *text, char *out) {
  char buffer[16];
  // ok: c-strcpy-fixed-buffer
  strcpy(buffer, "short");
  // ok: c-strcpy-fixed-buffer
  snprintf(buffer, sizeof buffer, "%s", text);
  // ok: c-strcpy-fixed-buffer
  strcpy(out, text);
}
